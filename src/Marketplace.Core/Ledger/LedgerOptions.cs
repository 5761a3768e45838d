using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>What this ledger counts.</summary>
public sealed class LedgerOptions
{
    /// <summary>The asset registry: code, decimals and the supply no amount may pass. TRX unless told otherwise.</summary>
    public IList<Asset> Assets { get; } = [Asset.Trx];

    /// <summary>
    /// True to tell every transfer as a <see cref="TransferPosted"/> through the outbox: one row more for each. Off unless somebody listens.
    /// </summary>
    public bool PublishTransfers { get; set; }
}
