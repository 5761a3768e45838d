using System.Text.Json;

namespace Marketplace.Tron;

/// <summary>The JSON form the node's HTTP API uses (<c>visible: false</c>: addresses and texts in hexadecimal).</summary>
public static class TronTransactionJson
{
    /// <summary>The body of <c>/wallet/broadcasttransaction</c>.</summary>
    public static byte[] Write(SignedTronTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteFields(json, transaction.Transaction, transaction.RawData, transaction.Signatures);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes <c>visible</c>, <c>txID</c>, <c>raw_data</c>, <c>raw_data_hex</c> and <c>signature</c> into an open object.</summary>
    public static void WriteFields(Utf8JsonWriter json, TronTransaction transaction, ReadOnlySpan<byte> rawData, IReadOnlyList<TronSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(signatures);
        json.WriteBoolean("visible", false);
        json.WriteString("txID", TronTransaction.ComputeId(rawData));
        json.WriteString("raw_data_hex", Convert.ToHexStringLower(rawData));
        json.WritePropertyName("raw_data");
        WriteRawData(json, transaction);
        if (signatures.Count > 0)
        {
            json.WriteStartArray("signature");
            foreach (var signature in signatures)
            {
                json.WriteStringValue(signature.ToHex());
            }

            json.WriteEndArray();
        }
    }

    private static void WriteRawData(Utf8JsonWriter json, TronTransaction transaction)
    {
        json.WriteStartObject();
        json.WriteStartArray("contract");
        json.WriteStartObject();
        json.WriteStartObject("parameter");
        json.WriteStartObject("value");
        WriteValue(json, transaction.Contract);
        json.WriteEndObject();
        json.WriteString("type_url", transaction.Contract.TypeUrl);
        json.WriteEndObject();
        json.WriteString("type", transaction.Contract.TypeUrl[(transaction.Contract.TypeUrl.LastIndexOf('.') + 1)..]);
        WriteNumber(json, "Permission_id", transaction.PermissionId);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("ref_block_bytes", Convert.ToHexStringLower(transaction.Reference.EncodeBytes()));
        json.WriteString("ref_block_hash", Convert.ToHexStringLower(transaction.Reference.EncodeHash()));
        WriteNumber(json, "expiration", transaction.ExpirationMs);
        if (!transaction.Memo.IsEmpty)
        {
            json.WriteString("data", Convert.ToHexStringLower(transaction.Memo.Span));
        }

        WriteNumber(json, "timestamp", transaction.TimestampMs);
        WriteNumber(json, "fee_limit", transaction.FeeLimitSun);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, TronContract contract)
    {
        switch (contract)
        {
            case TransferContract transfer:
                WriteNumber(json, "amount", transfer.AmountSun);
                json.WriteString("owner_address", transfer.Owner.ToHex());
                json.WriteString("to_address", transfer.To.ToHex());
                break;
            case TriggerSmartContract trigger:
                json.WriteString("data", Convert.ToHexStringLower(trigger.Data.Span));
                json.WriteString("owner_address", trigger.Owner.ToHex());
                json.WriteString("contract_address", trigger.Contract.ToHex());
                WriteNumber(json, "call_value", trigger.CallValueSun);
                WriteNumber(json, "call_token_value", trigger.CallTokenValue);
                WriteNumber(json, "token_id", trigger.TokenId);
                break;
            default:
                throw new NotSupportedException($"No JSON form for {contract.TypeUrl}.");
        }
    }

    // Protobuf's JSON leaves out what is zero, and so does the node.
    private static void WriteNumber(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }
}
