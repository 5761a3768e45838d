using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>What this ledger counts, tells and seals.</summary>
public sealed class LedgerOptions
{
    /// <summary>The asset registry: code, decimals and the supply no amount may pass. TRX unless told otherwise.</summary>
    public IList<Asset> Assets { get; } = [Asset.Trx];

    /// <summary>
    /// True to tell every transfer as a <see cref="TransferPosted"/> through the outbox: one row more for each. Off unless somebody listens.
    /// </summary>
    public bool PublishTransfers { get; set; }

    /// <summary>How often the newest transfers are sealed. A minute.</summary>
    public TimeSpan SealInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many transfers a seal covers at most: they are read and hashed in one go. 10,000.</summary>
    public int LargestSealedRange { get; set; } = 10_000;
}
