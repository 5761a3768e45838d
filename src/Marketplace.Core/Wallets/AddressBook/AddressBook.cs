using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>An address in somebody's book.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct SavedAddressId(Guid Value) : ITypedId<SavedAddressId>
{
    /// <inheritdoc/>
    public static SavedAddressId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Somebody's addresses on this network, the last used first.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Most">At most so many, up to 100.</param>
public sealed record GetSavedAddresses(AccountId AccountId, int Most = 10) : IQuery<IReadOnlyList<SavedAddressView>>;

/// <summary>An address in somebody's book.</summary>
/// <param name="Id">Which entry.</param>
/// <param name="Address">In its one spelling.</param>
/// <param name="Name">What its owner calls it, or null.</param>
/// <param name="FirstUsedAt">When it came into the book: its age decides whether a withdrawal waits.</param>
/// <param name="LastUsedAt">When a withdrawal there was last requested.</param>
/// <param name="KnownFrom">From here on nothing waits because the address is new.</param>
public sealed record SavedAddressView(
    SavedAddressId Id, string Address, string? Name, DateTimeOffset FirstUsedAt, DateTimeOffset LastUsedAt, DateTimeOffset KnownFrom);

/// <summary>Gives an address a name, or takes it away. Errors: <c>wallets.address_not_found</c>, <c>wallets.bad_name</c>.</summary>
/// <param name="AccountId">Whose book.</param>
/// <param name="Id">Which entry.</param>
/// <param name="Name">1 to 40 characters on one line; null for none.</param>
public sealed record NameAddress(AccountId AccountId, SavedAddressId Id, string? Name) : ICommand
{
    internal const int LongestName = 40;
}

/// <summary>Takes an address out of the book: used again, it is new again. Errors: <c>wallets.address_not_found</c>.</summary>
/// <param name="AccountId">Whose book.</param>
/// <param name="Id">Which entry.</param>
public sealed record RemoveAddress(AccountId AccountId, SavedAddressId Id) : ICommand;

/// <summary>
/// "That was not me": takes back every withdrawal to this address that is not signed yet, and the address out of the book. It may be said again; what has
/// left already is counted, not an error.
/// </summary>
/// <param name="AccountId">Whose book.</param>
/// <param name="Address">In its one spelling.</param>
public sealed record DisownAddress(AccountId AccountId, string Address) : ICommand<DisownedAddress>;

/// <summary>What became of the withdrawals to a disowned address.</summary>
/// <param name="TakenBack">How many were taken back now.</param>
/// <param name="Amount">What is free again.</param>
/// <param name="Left">How many were signed already, or have arrived.</param>
public sealed record DisownedAddress(int TakenBack, Sun Amount, int Left);

/// <summary>Somebody's book has an address that it did not have before: wherever they can be reached, they should hear of it.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Address">In its one spelling.</param>
/// <param name="Amount">Of the withdrawal that brought it, in the smallest unit.</param>
/// <param name="NotBefore">When that goes out at the earliest; null where it goes at once.</param>
public sealed record NewAddressUsed(AccountId AccountId, string Address, long Amount, DateTimeOffset? NotBefore) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
