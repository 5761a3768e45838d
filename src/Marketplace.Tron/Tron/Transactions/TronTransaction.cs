using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>A transaction before its signatures: what TRON calls <c>raw_data</c>.</summary>
public sealed record TronTransaction
{
    /// <summary>The node refuses transactions above this size (java-tron, <c>maxTransactionPendingSize</c> of one transaction).</summary>
    public const int MaxSizeBytes = 512_000;

    /// <summary>The node refuses an expiration further than this after its head block.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    /// <summary>What it does.</summary>
    public required TronContract Contract { get; init; }

    /// <summary>The block it refers to.</summary>
    public required TronBlockReference Reference { get; init; }

    /// <summary>After a block with a later time it can no longer be included. Unix milliseconds.</summary>
    public required long ExpirationMs { get; init; }

    /// <summary>The time of its making by the maker's clock; not checked by the node. Unix milliseconds.</summary>
    public long TimestampMs { get; init; }

    /// <summary>The most TRX, in sun, that a contract call may burn for energy.</summary>
    public long FeeLimitSun { get; init; }

    /// <summary>Which permission of the owner signs: 0 owner, 2 and above active ones.</summary>
    public int PermissionId { get; init; }

    /// <summary>A memo. It costs a fee of its own (chain parameter <c>getMemoFee</c>) and is public for ever.</summary>
    public ReadOnlyMemory<byte> Memo { get; init; }

    /// <summary>Whose transaction it is; null for contracts this library does not read.</summary>
    public TronAddress? OwnerAddress => Contract switch
    {
        TransferContract transfer => transfer.Owner,
        TriggerSmartContract call => call.Owner,
        _ => null,
    };

    /// <summary>A transfer of TRX, not yet signed.</summary>
    /// <param name="from">Who pays.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="amountSun">Positive, in sun.</param>
    /// <param name="reference">A solid block, recent.</param>
    /// <param name="expiration">The last moment it may be included; block time plus one or two minutes is usual.</param>
    /// <param name="timestamp">The moment of its making.</param>
    public static TronResult<TronTransaction> Transfer(
        TronAddress from, TronAddress to, long amountSun, TronBlockReference reference, DateTimeOffset expiration, DateTimeOffset timestamp)
    {
        if (amountSun <= 0)
        {
            return new TronError(TronErrorCodes.InvalidAmount, "Amount must be greater than 0.");
        }

        if (from == to)
        {
            return new TronError(TronErrorCodes.InvalidAddress, "Cannot transfer TRX to yourself.");
        }

        return new TronTransaction
        {
            Contract = new TransferContract(from, to, amountSun),
            Reference = reference,
            ExpirationMs = expiration.ToUnixTimeMilliseconds(),
            TimestampMs = timestamp.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>The bytes that are hashed and signed: protobuf, fields in number order, default values omitted.</summary>
    public byte[] Encode()
    {
        var any = new ProtobufWriter().Text(1, Contract.TypeUrl).Bytes(2, Contract.EncodeValue());
        var contract = new ProtobufWriter().Number(1, Contract.TypeNumber).Message(2, any.Written).Number(5, PermissionId);
        return new ProtobufWriter()
            .Bytes(1, Reference.EncodeBytes())
            .Bytes(4, Reference.EncodeHash())
            .Number(8, ExpirationMs)
            .Bytes(10, Memo.Span)
            .Message(11, contract.Written)
            .Number(14, TimestampMs)
            .Number(18, FeeLimitSun)
            .ToArray();
    }

    /// <summary>The transaction id: SHA-256 of the encoded bytes, 64 lower-case digits. It does not cover the signatures.</summary>
    public string ComputeId() => ComputeId(Encode());

    /// <summary>The transaction id of encoded bytes.</summary>
    public static string ComputeId(ReadOnlySpan<byte> rawData) => Convert.ToHexStringLower(SHA256.HashData(rawData));

    /// <summary>
    /// Reads bytes made by somebody else, by protobuf's rules: fields in any order, unknown ones skipped. For looking at what is on the chain.
    /// </summary>
    public static TronResult<TronTransaction> Decode(ReadOnlySpan<byte> rawData) => TransactionDecoder.Decode(rawData);

    /// <summary>
    /// As <see cref="Decode"/>, and refuses bytes that are not exactly what this library would encode: with bytes accepted here, what one sees
    /// is all that one signs.
    /// </summary>
    public static TronResult<TronTransaction> DecodeExact(ReadOnlySpan<byte> rawData)
    {
        var decoded = Decode(rawData);
        if (decoded.IsSuccess && !decoded.Value.Encode().AsSpan().SequenceEqual(rawData))
        {
            return new TronError(TronErrorCodes.InvalidTransaction, "The bytes hold more, or are ordered otherwise, than the transaction shows.");
        }

        return decoded;
    }

    /// <summary>Encodes, reads the bytes back, compares, signs, and verifies the signature before handing it out.</summary>
    /// <param name="key">The key of the owner, or of a permission of his.</param>
    /// <param name="verify">False leaves out the last step, which takes twice as long as the signature itself.</param>
    public SignedTronTransaction Sign(TronKey key, bool verify = true)
    {
        ArgumentNullException.ThrowIfNull(key);
        var rawData = EncodeChecked();
        var hash = SHA256.HashData(rawData);
        return new SignedTronTransaction(this, rawData, [verify ? key.SignAndVerify(hash) : key.Sign(hash)]);
    }

    /// <summary>With signatures made elsewhere (another process, a device). Does not verify them: see <see cref="SignedTronTransaction.RecoverSigner"/>.</summary>
    public SignedTronTransaction WithSignatures(IReadOnlyList<TronSignature> signatures) => new(this, Encode(), signatures);

    private byte[] EncodeChecked()
    {
        var rawData = Encode();
        var decoded = DecodeExact(rawData);
        if (!decoded.IsSuccess || !decoded.Value.HasSameMeaning(this))
        {
            throw new InvalidOperationException("A transaction does not survive its own encoding; nothing was signed.");
        }

        return rawData;
    }

    private bool HasSameMeaning(TronTransaction other) =>
        Contract == other.Contract && Reference == other.Reference && ExpirationMs == other.ExpirationMs && TimestampMs == other.TimestampMs
        && FeeLimitSun == other.FeeLimitSun && PermissionId == other.PermissionId && Memo.Span.SequenceEqual(other.Memo.Span);
}
