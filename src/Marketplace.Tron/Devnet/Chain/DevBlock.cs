using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Marketplace.Tron.Devnet;

/// <summary>A block of the local chain, with what it overwrote.</summary>
internal sealed class DevBlock
{
    internal required long Number { get; init; }

    internal required string Id { get; init; }

    internal required string ParentId { get; init; }

    internal required long TimestampMs { get; init; }

    internal required int Witness { get; init; }

    internal required string TransactionRoot { get; init; }

    internal required string WitnessSignature { get; init; }

    internal required IReadOnlyList<IncludedTransaction> Transactions { get; init; }

    internal required Dictionary<StateKey, object?> Overwritten { get; init; }

    internal TronBlockReference Reference => TronBlockReference.To(Number, Id);

    /// <summary>Seals a block: the header as in TRON's <c>BlockHeader.raw</c>, the id its number and the last 24 bytes of its SHA-256.</summary>
    internal static DevBlock Seal(
        DevBlock? parent, string parentId, long timestampMs, int witness, Witnesses witnesses,
        IReadOnlyList<IncludedTransaction> transactions, Dictionary<StateKey, object?> overwritten)
    {
        var number = parent is null ? 0 : parent.Number + 1;
        var root = MerkleRoot(transactions);
        var header = new HeaderWriter()
            .Number(1, timestampMs).Bytes(2, root).Bytes(3, Convert.FromHexString(parentId)).Number(7, number)
            .Bytes(9, witnesses[witness].Address.ToBytes()).Number(10, Witnesses.BlockVersion);
        var hash = SHA256.HashData(header.Written);
        var signature = witnesses[witness].Sign(hash);
        BinaryPrimitives.WriteInt64BigEndian(hash, number);
        return new DevBlock
        {
            Number = number,
            Id = Convert.ToHexStringLower(hash),
            ParentId = parentId,
            TimestampMs = timestampMs,
            Witness = witness,
            TransactionRoot = Convert.ToHexStringLower(root),
            WitnessSignature = signature.ToHex(),
            Transactions = transactions,
            Overwritten = overwritten,
        };
    }

    /// <summary>Pairs are hashed together until one is left; a last one without a partner moves up as it is (java-tron, MerkleTree).</summary>
    private static byte[] MerkleRoot(IReadOnlyList<IncludedTransaction> transactions)
    {
        var level = transactions.Select(transaction => SHA256.HashData(transaction.Signed.Serialize())).ToList();
        while (level.Count > 1)
        {
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? SHA256.HashData([.. pair[0], .. pair[1]]) : pair[0])];
        }

        return level.Count == 0 ? new byte[32] : level[0];
    }
}

/// <summary>A transaction in a block and what became of it.</summary>
internal sealed record IncludedTransaction(SignedTronTransaction Signed, Receipt Receipt);

/// <summary>The outcome of an executed transaction.</summary>
internal sealed record Receipt
{
    internal string ContractResult { get; init; } = "SUCCESS";

    internal bool IsContractCall { get; init; }

    internal TronAddress? Contract { get; init; }

    internal long FeeSun { get; init; }

    internal long NetUsage { get; init; }

    internal long NetFeeSun { get; init; }

    internal long Energy { get; init; }

    internal long EnergyFeeSun { get; init; }

    internal string Output { get; init; } = "";

    internal string Message { get; init; } = "";

    internal IReadOnlyList<TronEventLog> Logs { get; init; } = [];
}
