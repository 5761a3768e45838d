namespace Marketplace.Tron;

/// <summary>What a transaction does. TRON calls this the contract; a transaction holds exactly one.</summary>
public abstract record TronContract
{
    internal const string TypeUrlPrefix = "type.googleapis.com/protocol.";

    private protected TronContract()
    {
    }

    /// <summary>The number in TRON's <c>Transaction.Contract.ContractType</c>.</summary>
    public abstract int TypeNumber { get; }

    /// <summary>The URL of the message in the <c>Any</c> that carries it.</summary>
    public abstract string TypeUrl { get; }

    internal abstract byte[] EncodeValue();
}

/// <summary>A transfer of TRX.</summary>
/// <param name="Owner">Who pays.</param>
/// <param name="To">Who receives; a new address costs an activation fee on top.</param>
/// <param name="AmountSun">The amount in sun (1 TRX = 1,000,000 sun).</param>
public sealed record TransferContract(TronAddress Owner, TronAddress To, long AmountSun) : TronContract
{
    internal const int Number = 1;
    internal const string Url = TypeUrlPrefix + "TransferContract";

    internal static ReadOnlySpan<byte> UrlBytes => "type.googleapis.com/protocol.TransferContract"u8;

    /// <inheritdoc/>
    public override int TypeNumber => Number;

    /// <inheritdoc/>
    public override string TypeUrl => Url;

    internal override byte[] EncodeValue() =>
        new ProtobufWriter().Bytes(1, Owner.ToBytes()).Bytes(2, To.ToBytes()).Number(3, AmountSun).ToArray();
}

/// <summary>A call of a smart contract.</summary>
/// <param name="Owner">Who calls and pays.</param>
/// <param name="Contract">The contract called.</param>
/// <param name="Data">The call data: a 4-byte selector and 32-byte arguments.</param>
public sealed record TriggerSmartContract(TronAddress Owner, TronAddress Contract, ReadOnlyMemory<byte> Data) : TronContract
{
    internal const int Number = 31;
    internal const string Url = TypeUrlPrefix + "TriggerSmartContract";

    internal static ReadOnlySpan<byte> UrlBytes => "type.googleapis.com/protocol.TriggerSmartContract"u8;

    /// <summary>TRX sent along, in sun.</summary>
    public long CallValueSun { get; init; }

    /// <summary>TRC-10 amount sent along.</summary>
    public long CallTokenValue { get; init; }

    /// <summary>TRC-10 token sent along.</summary>
    public long TokenId { get; init; }

    /// <inheritdoc/>
    public override int TypeNumber => Number;

    /// <inheritdoc/>
    public override string TypeUrl => Url;

    /// <inheritdoc/>
    public bool Equals(TriggerSmartContract? other) =>
        other is not null && Owner == other.Owner && Contract == other.Contract && Data.Span.SequenceEqual(other.Data.Span)
        && CallValueSun == other.CallValueSun && CallTokenValue == other.CallTokenValue && TokenId == other.TokenId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Owner, Contract, CallValueSun, Data.Length);

    internal override byte[] EncodeValue() => new ProtobufWriter()
        .Bytes(1, Owner.ToBytes()).Bytes(2, Contract.ToBytes()).Number(3, CallValueSun)
        .Bytes(4, Data.Span).Number(5, CallTokenValue).Number(6, TokenId).ToArray();
}

/// <summary>Any other contract, as it came: votes, stakes, TRC-10 transfers, … This library neither builds nor interprets them.</summary>
public sealed record OtherContract : TronContract
{
    private readonly byte[] value;

    internal OtherContract(int typeNumber, string typeUrl, byte[] value)
    {
        TypeNumber = typeNumber;
        TypeUrl = typeUrl;
        this.value = value;
    }

    /// <inheritdoc/>
    public override int TypeNumber { get; }

    /// <inheritdoc/>
    public override string TypeUrl { get; }

    /// <summary>The message's bytes.</summary>
    public ReadOnlySpan<byte> Value => value;

    internal override byte[] EncodeValue() => value;
}
