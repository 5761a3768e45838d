using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>A transfer is in the books. Told only where <see cref="LedgerOptions.PublishTransfers"/> is set; each is a story of its own, so no order among them.</summary>
/// <param name="TransferId">Its number in the journal.</param>
/// <param name="Key">The caller's idempotency key.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reference">What it belongs to.</param>
/// <param name="Entries">Its sides.</param>
/// <param name="PostedAt">When.</param>
public sealed record TransferPosted(
    long TransferId, string Key, string Kind, string Reference, IReadOnlyList<Entry> Entries, DateTimeOffset PostedAt) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"transfer:{TransferId}";
}
