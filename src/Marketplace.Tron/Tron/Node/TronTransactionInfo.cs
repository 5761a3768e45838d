namespace Marketplace.Tron;

/// <summary>A transaction's receipt: what became of it, and what it cost.</summary>
public sealed record TronTransactionInfo
{
    /// <summary>The transaction id.</summary>
    public required string Id { get; init; }

    /// <summary>The block it is in.</summary>
    public required long BlockNumber { get; init; }

    /// <summary>That block's time, Unix milliseconds.</summary>
    public required long BlockTimestampMs { get; init; }

    /// <summary>All TRX burned for it, in sun: bandwidth, energy, activation, memo.</summary>
    public long FeeSun { get; init; }

    /// <summary>False when the node says <c>FAILED</c>.</summary>
    public bool Succeeded { get; init; }

    /// <summary>The contract's outcome (<c>SUCCESS</c>, <c>REVERT</c>, <c>OUT_OF_ENERGY</c>); null for what is no contract call.</summary>
    public string? ContractResult { get; init; }

    /// <summary>The node's reason of a failure, decoded.</summary>
    public string Message { get; init; } = "";

    /// <summary>Energy used.</summary>
    public long EnergyUsed { get; init; }

    /// <summary>Bandwidth taken from the free or staked allowance.</summary>
    public long NetUsage { get; init; }

    /// <summary>TRX burned for bandwidth, in sun.</summary>
    public long NetFeeSun { get; init; }

    /// <summary>TRX burned for energy, in sun.</summary>
    public long EnergyFeeSun { get; init; }

    /// <summary>Every event, of every contract, in order: an event's place here is its identity within the transaction.</summary>
    public IReadOnlyList<TronEventLog> Logs { get; init; } = [];

    /// <summary>Transfers made by contracts.</summary>
    public IReadOnlyList<TronInternalTransfer> InternalTransfers { get; init; } = [];
}

/// <summary>An event of a contract.</summary>
/// <param name="Address">The contract: 20 bytes in hexadecimal, without the <c>41</c>.</param>
/// <param name="Topics">32 bytes each, in hexadecimal.</param>
/// <param name="Data">In hexadecimal; empty when there is none.</param>
public sealed record TronEventLog(string Address, IReadOnlyList<string> Topics, string Data);

/// <summary>A transfer of TRX made by a contract.</summary>
/// <param name="Index">Its place among the transaction's internal transactions.</param>
/// <param name="From">The contract.</param>
/// <param name="To">Who received.</param>
/// <param name="AmountSun">In sun.</param>
/// <param name="Rejected">True when it did not happen, although the transaction around it may have succeeded.</param>
public sealed record TronInternalTransfer(int Index, TronAddress From, TronAddress To, long AmountSun, bool Rejected);
