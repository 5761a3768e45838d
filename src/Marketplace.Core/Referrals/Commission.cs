using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Referrals;

/// <summary>A commission.</summary>
/// <param name="Value">The bare id; ids grow, so their order is the order of earning.</param>
internal readonly record struct CommissionId(Guid Value) : ITypedId<CommissionId>
{
    public static CommissionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What a commission is for.</summary>
internal enum CommissionKind
{
    Earnings = 0,
    Deposit = 1,
}

/// <summary>Where a commission stands.</summary>
internal enum CommissionState
{
    /// <summary>Some or all of it waits for revenue.</summary>
    Due = 0,

    Paid = 1,
}

/// <summary>What a sponsor is owed for one event of the person he brought.</summary>
internal sealed class Commission
{
    public required CommissionId Id { get; init; }

    /// <summary>The event it comes from; unique, so that one event earns once.</summary>
    public required string Source { get; init; }

    public required AccountId SponsorId { get; init; }

    public required CommissionKind Kind { get; init; }

    public required Sun Amount { get; init; }

    public Sun Paid { get; set; }

    public CommissionState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
