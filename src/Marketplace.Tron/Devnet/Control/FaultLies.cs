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
        if (JsonNode.Parse(answer) is not JsonObject root)
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
            foreach (var transaction in transactions.OfType<JsonObject>())
            {
                AlterTransaction(kind, transaction);
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
