using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Tron.Devnet;

/// <summary>Alters true answers the way a lying, cut or careless endpoint would.</summary>
internal static class FaultLies
{
    private const long Factor = 10;

    internal static byte[] Apply(DevnetFault fault, byte[] answer)
    {
        switch (fault.Kind)
        {
            case DevnetFaultKind.CutJson:
                return answer[..(answer.Length / 2)];
            case DevnetFaultKind.Oversized:
                var padded = new byte[Math.Max(fault.Bytes, answer.Length)];
                Array.Fill(padded, (byte)' ');
                answer.CopyTo(padded, padded.Length - answer.Length);
                return padded;
            default:
                return Rewrite(fault.Kind, answer);
        }
    }

    private static byte[] Rewrite(DevnetFaultKind kind, byte[] answer)
    {
        var parsed = JsonNode.Parse(answer);
        if (parsed is JsonArray receipts)
        {
            AlterReceipts(kind, receipts);
            return Encoding.UTF8.GetBytes(receipts.ToJsonString());
        }

        if (parsed is not JsonObject root)
        {
            return answer;
        }

        var blocks = root["block"] is JsonArray list ? list.OfType<JsonObject>() : root.ContainsKey("blockID") ? [root] : [];
        foreach (var block in blocks)
        {
            Alter(kind, block);
        }

        if (root.ContainsKey("txID"))
        {
            AlterTransaction(kind, root);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Alter(DevnetFaultKind kind, JsonObject block)
    {
        if (kind == DevnetFaultKind.LieBlockId)
        {
            var id = block["blockID"]!.GetValue<string>();
            block["blockID"] = id[..^1] + (id[^1] == '0' ? '1' : '0');
        }
        else if (kind == DevnetFaultKind.MissingTransactions)
        {
            block.Remove("transactions");
        }
        else if (block["transactions"] is JsonArray transactions)
        {
            if (kind == DevnetFaultKind.LieTransaction)
            {
                AddTransaction(transactions);
            }

            foreach (var transaction in transactions.OfType<JsonObject>())
            {
                AlterTransaction(kind, transaction);
            }
        }
    }

    private static void AlterReceipts(DevnetFaultKind kind, JsonArray receipts)
    {
        if (kind == DevnetFaultKind.MissingReceipts && receipts.Count > 0)
        {
            receipts.RemoveAt(receipts.Count - 1);
        }
        else if (kind == DevnetFaultKind.LieEvents)
        {
            foreach (var log in receipts.OfType<JsonObject>().SelectMany(receipt => receipt["log"] as JsonArray ?? []).OfType<JsonObject>())
            {
                // One hexadecimal digit to the left is sixteen times as much.
                log["data"] = log["data"]!.GetValue<string>()[1..] + "0";
            }
        }
    }

    /// <summary>Another transfer to a recipient of the block: well-formed, under its own id, and on no chain.</summary>
    private static void AddTransaction(JsonArray transactions)
    {
        foreach (var shown in transactions.OfType<JsonObject>().ToArray())
        {
            var decoded = TronTransaction.Decode(Convert.FromHexString(shown["raw_data_hex"]!.GetValue<string>())).Value;
            if (decoded.Contract is TransferContract)
            {
                var rawData = (decoded with { TimestampMs = decoded.TimestampMs + 1 }).Encode();
                var invented = shown.DeepClone();
                invented["raw_data_hex"] = Convert.ToHexStringLower(rawData);
                invented["txID"] = TronTransaction.ComputeId(rawData);
                transactions.Add(invented);
                return;
            }
        }
    }

    private static void AlterTransaction(DevnetFaultKind kind, JsonObject transaction)
    {
        var value = transaction["raw_data"]?["contract"]?[0]?["parameter"]?["value"];
        if (kind == DevnetFaultKind.MissingResult)
        {
            transaction["ret"] = new JsonArray(new JsonObject());
        }
        else if (kind == DevnetFaultKind.LieAmount && value?["amount"] is { } amount)
        {
            value["amount"] = amount.GetValue<long>() * Factor;
        }
        else if (kind == DevnetFaultKind.LieBytes)
        {
            var decoded = TronTransaction.Decode(Convert.FromHexString(transaction["raw_data_hex"]!.GetValue<string>())).Value;
            if (decoded.Contract is TransferContract transfer)
            {
                var forged = decoded with { Contract = transfer with { AmountSun = transfer.AmountSun * Factor } };
                transaction["raw_data_hex"] = Convert.ToHexStringLower(forged.Encode());
            }
        }
    }
}
