namespace Marketplace.Tron.Devnet;

/// <summary>How a local chain behaves. The fees are mainnet's of 2026.</summary>
public sealed class TronDevnetOptions
{
    /// <summary>A block every so often; null for blocks on demand only.</summary>
    public TimeSpan? BlockTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The clock of the blocks.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Balances in sun at block 0, besides the faucet's.</summary>
    public IDictionary<TronAddress, long> GenesisBalances { get; } = new Dictionary<TronAddress, long>();

    /// <summary>What the faucet holds at block 0, in sun.</summary>
    public long FaucetBalanceSun { get; set; } = 10_000_000_000_000_000;

    /// <summary>Makes the genesis id repeatable; by default every new chain has an id of its own. A data directory's chain keeps the id it was made with.</summary>
    public string? ChainSeed { get; set; }

    /// <summary>Where the block log is kept, so that the chain survives restarts; null for memory only.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>How far the solid block is behind the head: 18 on TRON, when all 27 representatives produce.</summary>
    public int SolidDepth { get; set; } = 18;

    /// <summary>
    /// Remember the id of every broadcast, refused ones too, and answer <c>DUP_TRANSACTION_ERROR</c> the second time
    /// (java-tron, <c>node.rpc.trxCacheEnable</c>).
    /// </summary>
    public bool TransactionCache { get; set; } = true;

    /// <summary>Sun per byte where bandwidth lacks.</summary>
    public long BandwidthPriceSun { get; set; } = 1_000;

    /// <summary>Bytes a day for nothing.</summary>
    public long FreeBandwidthPerDay { get; set; } = 600;

    /// <summary>Sun burned by the first transfer to an address.</summary>
    public long ActivationFeeSun { get; set; } = 1_000_000;

    /// <summary>Sun burned on top by that transfer.</summary>
    public long ActivationBandwidthFeeSun { get; set; } = 100_000;

    /// <summary>Sun burned by a memo.</summary>
    public long MemoFeeSun { get; set; } = 1_000_000;

    /// <summary>Sun per unit of energy.</summary>
    public long EnergyPriceSun { get; set; } = 100;
}
