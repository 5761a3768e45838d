using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>Somebody, whatever platforms he comes from.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    /// <inheritdoc/>
    public static AccountId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Who somebody is on a platform.</summary>
/// <param name="Platform">Lower case: <c>telegram</c>, <c>discord</c>.</param>
/// <param name="ExternalId">The platform's own unchanging id; never a name, which can be sold.</param>
public sealed record Identity(string Platform, string ExternalId)
{
    /// <summary>As written in settings: <c>telegram:42</c>.</summary>
    public override string ToString() => $"{Platform}:{ExternalId}";
}

/// <summary>What somebody may do.</summary>
public enum AccountRole
{
    /// <summary>Everybody.</summary>
    User = 0,

    /// <summary>Named in <see cref="AccountsOptions.Operators"/>: reviews reports and approves withdrawals.</summary>
    Operator = 1,

    /// <summary>Shut out: one polite refusal and nothing else.</summary>
    Banned = 2,
}

/// <summary>An account as others see it.</summary>
/// <param name="Id">Who.</param>
/// <param name="Role">What he may do.</param>
/// <param name="Language">The language he chose, a two-letter code, or null where his platform's applies.</param>
/// <param name="ReferralCode">His own code for invitations: 8 characters of <c>[a-z2-7]</c>.</param>
/// <param name="SponsorId">Who brought him, for good, or null.</param>
/// <param name="Identities">Where he is known.</param>
public sealed record AccountView(
    AccountId Id,
    AccountRole Role,
    string? Language,
    string ReferralCode,
    AccountId? SponsorId,
    IReadOnlyList<Identity> Identities)
{
    /// <summary>When they first wrote.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The refusals of this module.</summary>
public static class AccountErrors
{
    /// <summary>No such account.</summary>
    public static Error NotFound { get; } = new("accounts.not_found");

    /// <summary>This account is banned.</summary>
    public static Error Banned { get; } = new("accounts.banned");

    /// <summary>Operators can not be banned, nor ban themselves.</summary>
    public static Error OperatorCanNotBeBanned { get; } = new("accounts.operator_can_not_be_banned");

    /// <summary>Only an operator may do this.</summary>
    public static Error OperatorsOnly { get; } = new("accounts.operators_only");
}
