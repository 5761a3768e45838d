using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>
/// A transaction with its signatures. Store <see cref="Serialize"/>, <see cref="Id"/> and the expiration before the first broadcast, and
/// only ever send those very bytes again: TRON has no nonce, so a second transaction with the same meaning is a second payment.
/// </summary>
public sealed class SignedTronTransaction
{
    private readonly byte[] rawData;

    internal SignedTronTransaction(TronTransaction transaction, byte[] rawData, IReadOnlyList<TronSignature> signatures)
    {
        Transaction = transaction;
        this.rawData = rawData;
        Signatures = signatures;
        Id = TronTransaction.ComputeId(rawData);
    }

    /// <summary>What was signed.</summary>
    public TronTransaction Transaction { get; }

    /// <summary>The transaction id, 64 lower-case digits.</summary>
    public string Id { get; }

    /// <summary>The bytes that were signed.</summary>
    public ReadOnlySpan<byte> RawData => rawData;

    /// <summary>One, or several for an account with several keys.</summary>
    public IReadOnlyList<TronSignature> Signatures { get; }

    /// <summary>Bytes of bandwidth the network counts for it: raw data and signatures, and 64 for the result.</summary>
    public int BandwidthBytes => Serialize().Length + 64;

    /// <summary>One more signature, for an account with several keys.</summary>
    public SignedTronTransaction AddSignature(TronKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new SignedTronTransaction(Transaction, rawData, [.. Signatures, key.SignAndVerify(SHA256.HashData(rawData))]);
    }

    /// <summary>The address that made this signature.</summary>
    public TronResult<TronAddress> RecoverSigner(int index = 0) => Signatures[index].Recover(SHA256.HashData(rawData));

    /// <summary>The protobuf <c>Transaction</c> message: what to store, and what <c>broadcasthex</c> takes.</summary>
    public byte[] Serialize()
    {
        var writer = new ProtobufWriter().Message(1, rawData);
        foreach (var signature in Signatures)
        {
            writer.Message(2, signature.Bytes);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote. The raw data must be exactly what its transaction encodes to.</summary>
    public static TronResult<SignedTronTransaction> Deserialize(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> raw = default;
        var signatures = new List<TronSignature>();
        var reader = new ProtobufReader(data);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                raw = reader.Bytes;
            }
            else if (reader.Field == 2)
            {
                var signature = TronSignature.FromBytes(reader.Bytes);
                if (!signature.IsSuccess)
                {
                    return signature.Error;
                }

                signatures.Add(signature.Value);
            }
        }

        if (reader.Malformed)
        {
            return new TronError(TronErrorCodes.InvalidTransaction, "The bytes are cut or malformed.");
        }

        var rawData = raw.ToArray();
        return TronTransaction.DecodeExact(rawData).Map(transaction => new SignedTronTransaction(transaction, rawData, signatures));
    }
}
