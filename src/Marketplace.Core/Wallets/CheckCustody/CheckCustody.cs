using System.Text.Json.Serialization;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// Compares the coins that the books say we have with those that the chain says we have, now. It reads and stores nothing.
/// </summary>
public sealed record CheckCustody : IQuery<CustodyReport>;

/// <summary>What the last stored comparison found, or null where there is none yet. One is made and stored every <see cref="WalletsOptions.ReconcileInterval"/>.</summary>
public sealed record GetLastCustodyCheck : IQuery<CustodyReport?>;

/// <summary>The books against the chain. All amounts in the smallest unit of the network's own asset.</summary>
/// <param name="Network">Which chain.</param>
/// <param name="CheckedAt">When.</param>
/// <param name="Block">As of which solid block the hot and the cold wallet were read. Deposit addresses follow in pages, each of them as of one block that is not before it.</param>
/// <param name="Addresses">How many deposit addresses are known to have something.</param>
/// <param name="Deposits">What stands on deposit addresses.</param>
/// <param name="Hot">The wallet that pays withdrawals; null where this host does not know its address.</param>
/// <param name="Cold">The wallet whose key is elsewhere; null where there is none.</param>
public sealed record CustodyReport(
    string Network, DateTimeOffset CheckedAt, BlockCursor Block, int Addresses, CustodyPlace Deposits, CustodyPlace? Hot, CustodyPlace? Cold)
{
    /// <summary>What is missing, over all places: none of them makes up for another.</summary>
    [JsonIgnore]
    public long Shortfall => checked(Deposits.Missing + (Hot?.Missing ?? 0) + (Cold?.Missing ?? 0));

    /// <summary>What the chain has at all places together.</summary>
    [JsonIgnore]
    public long Found => checked(Deposits.Found + (Hot?.Found ?? 0) + (Cold?.Found ?? 0));
}

/// <summary>One place where coins are.</summary>
/// <param name="Booked">What the books say is there.</param>
/// <param name="Found">What the chain says is there.</param>
/// <param name="Moving">Of what is booked, the part that is in payments on their way: it may have left already. Not exact: with room for the network's fee.</param>
/// <param name="Missing">What is booked, neither found nor on its way.</param>
public sealed record CustodyPlace(long Booked, long Found, long Moving, long Missing)
{
    /// <summary>What is there and not in the books: a deposit that was not read yet, dust, a present.</summary>
    [JsonIgnore]
    public long Surplus => Math.Max(0, Found - Booked);

    internal static CustodyPlace Compare(long booked, long found, long moving) =>
        new(booked, found, moving, Math.Max(0, checked(booked - moving - found)));
}
