namespace Marketplace.Tron;

/// <summary>An account. One that was never activated has no balance and <see cref="Exists"/> is false.</summary>
/// <param name="Address">Whose.</param>
/// <param name="Exists">False when the node knows nothing of it; the first TRX it receives activates it, for a fee.</param>
/// <param name="BalanceSun">In sun.</param>
/// <param name="IsContract">True for a smart contract: a plain TRX transfer to it is refused.</param>
/// <param name="PermissionKeys">Who may sign for it: the owner permission's and active permissions' keys. Empty means the address itself.</param>
public sealed record TronAccount(TronAddress Address, bool Exists, long BalanceSun, bool IsContract, IReadOnlyList<TronPermissionKey> PermissionKeys);

/// <summary>A key that may sign for an account.</summary>
/// <param name="PermissionId">0 for the owner permission, 2 and above for active ones.</param>
/// <param name="Address">The key's address.</param>
/// <param name="Weight">What its signature counts.</param>
/// <param name="Threshold">What the permission needs in all.</param>
public sealed record TronPermissionKey(int PermissionId, TronAddress Address, long Weight, long Threshold);

/// <summary>What an account may use without burning TRX.</summary>
/// <param name="FreeBandwidthLimit">Per day, for everybody (600).</param>
/// <param name="FreeBandwidthUsed">Of that; recovers over 24 hours.</param>
/// <param name="StakedBandwidthLimit">From staked TRX.</param>
/// <param name="StakedBandwidthUsed">Of that.</param>
/// <param name="EnergyLimit">From staked or delegated TRX.</param>
/// <param name="EnergyUsed">Of that.</param>
public sealed record TronAccountResource(
    long FreeBandwidthLimit, long FreeBandwidthUsed, long StakedBandwidthLimit, long StakedBandwidthUsed, long EnergyLimit, long EnergyUsed)
{
    /// <summary>Free bandwidth left.</summary>
    public long FreeBandwidthLeft => Math.Max(0, FreeBandwidthLimit - FreeBandwidthUsed);

    /// <summary>Staked bandwidth left.</summary>
    public long StakedBandwidthLeft => Math.Max(0, StakedBandwidthLimit - StakedBandwidthUsed);

    /// <summary>Energy left.</summary>
    public long EnergyLeft => Math.Max(0, EnergyLimit - EnergyUsed);
}

/// <summary>Prices that the network's representatives vote on. Read them at run time: they change, and documents about them disagree.</summary>
/// <param name="Values">As the node names them.</param>
public sealed record TronChainParameters(IReadOnlyDictionary<string, long> Values)
{
    /// <summary>Sun burned per byte where bandwidth lacks.</summary>
    public long BandwidthPriceSun => Get("getTransactionFee", 1_000);

    /// <summary>Sun burned per unit of energy.</summary>
    public long EnergyPriceSun => Get("getEnergyFee", 100);

    /// <summary>Sun burned by the first transfer to a new address.</summary>
    public long ActivationFeeSun => Get("getCreateNewAccountFeeInSystemContract", 1_000_000);

    /// <summary>Sun burned on top by that transfer where staked bandwidth lacks, instead of a price per byte.</summary>
    public long ActivationBandwidthFeeSun => Get("getCreateAccountFee", 100_000);

    /// <summary>Sun burned by a memo.</summary>
    public long MemoFeeSun => Get("getMemoFee", 0);

    /// <summary>Sun burned by a transaction with more than one signature.</summary>
    public long MultiSignatureFeeSun => Get("getMultiSignFee", 0);

    /// <summary>Bytes a day everybody has for nothing.</summary>
    public long FreeBandwidthPerDay => Get("getFreeNetLimit", 600);

    private long Get(string name, long absent) => Values.TryGetValue(name, out var value) ? value : absent;
}
