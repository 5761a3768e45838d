using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>A block without its transactions: enough to see how far the chain is and whether it is still the same one.</summary>
/// <param name="Number">The height.</param>
/// <param name="Id">64 lower-case digits.</param>
/// <param name="ParentId">The id of the block before.</param>
/// <param name="TimestampMs">The producer's time, Unix milliseconds.</param>
public sealed record TronBlockHeader(long Number, string Id, string ParentId, long TimestampMs)
{
    /// <summary>What a transaction that refers to this block carries.</summary>
    public TronBlockReference ToReference() => TronBlockReference.To(Number, Id);

    /// <summary>The producer's time.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs);
}

/// <summary>A block. Its id begins with its number, and that of its parent with the number before: both are checked when it is read.</summary>
/// <param name="Number">The height.</param>
/// <param name="Id">64 lower-case digits.</param>
/// <param name="ParentId">The id of the block before.</param>
/// <param name="TimestampMs">The producer's time, Unix milliseconds.</param>
/// <param name="Transactions">In block order; empty when the block is.</param>
public sealed record TronBlock(long Number, string Id, string ParentId, long TimestampMs, IReadOnlyList<TronBlockTransaction> Transactions)
{
    /// <summary>What a transaction that refers to this block carries.</summary>
    public TronBlockReference ToReference() => TronBlockReference.To(Number, Id);

    /// <summary>The producer's time.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(TimestampMs);
}

/// <summary>A transaction as the node shows it.</summary>
/// <param name="Id">The id the node claims; <see cref="Verify"/> recomputes it.</param>
/// <param name="RawData">The bytes that were signed.</param>
/// <param name="Result"><c>ret[0].contractRet</c>: <c>SUCCESS</c>, a failure's name, or null where the node left it out.</param>
/// <param name="Signatures">In hexadecimal.</param>
public sealed record TronBlockTransaction(string Id, ReadOnlyMemory<byte> RawData, string? Result, IReadOnlyList<string> Signatures)
{
    /// <summary>The <see cref="Result"/> of a transaction that did what it says.</summary>
    public const string Success = "SUCCESS";

    /// <summary>Decodes the signed bytes rather than trust the JSON beside them. Does not check the id.</summary>
    public TronResult<TronTransaction> Decode() => TronTransaction.Decode(RawData.Span);

    /// <summary>Decodes the signed bytes, and refuses an id that is not their SHA-256.</summary>
    public TronResult<TronTransaction> Verify() =>
        HasTrueId() ? Decode() : new TronError(TronErrorCodes.Inconsistent, $"The bytes of transaction {Id} have another id.");

    /// <summary>True where the id is the SHA-256 of the bytes.</summary>
    internal bool HasTrueId()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(RawData.Span, hash);
        Span<char> id = stackalloc char[2 * SHA256.HashSizeInBytes];
        return Convert.TryToHexStringLower(hash, id, out _) && Id.AsSpan().SequenceEqual(id);
    }
}
