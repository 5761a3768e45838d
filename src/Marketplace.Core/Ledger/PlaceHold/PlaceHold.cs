using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>A hold in the books.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct HoldId(Guid Value) : ITypedId<HoldId>
{
    /// <inheritdoc/>
    public static HoldId From(Guid value) => new(value);
}

/// <summary>Reserves funds: they stay on the account but can not be spent or held again.</summary>
/// <param name="HoldId">The caller's own new id, which is also the idempotency key: with another body it is <c>ledger.key_reused</c>.</param>
/// <param name="Account">Whose funds.</param>
/// <param name="Amount">In the smallest unit, positive.</param>
/// <param name="Reference">What for: <c>participation:{id}</c>.</param>
/// <param name="ExpiresAt">From then on it can only be released; null for never.</param>
/// <param name="Asset">The asset's code.</param>
public sealed record PlaceHold(HoldId HoldId, LedgerAccount Account, long Amount, string Reference, DateTimeOffset? ExpiresAt = null, string Asset = "TRX")
    : ICommand<HoldPlaced>, ILeavesNothingOnFailure;

/// <summary>The funds are reserved.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="AvailableAfter">What the account can still spend.</param>
public sealed record HoldPlaced(HoldId HoldId, long AvailableAfter);
