using System.Security.Cryptography;

namespace Marketplace.Tron.Devnet;

/// <summary><c>getsignweight</c>: who has signed a transaction so far. TronWeb asks it for the new id when it alters one (a memo, a longer life).</summary>
internal static class SignWeightApi
{
    internal static byte[] Answer(NodeRequest request)
    {
        var read = request.Body.ValueKind == System.Text.Json.JsonValueKind.Object ? TransactionReader.Read(request.Body) : default;
        if (!read.IsSuccess || read.Value is not { } signed)
        {
            return NodeApi.SyntaxError();
        }

        var hash = SHA256.HashData(signed.RawData);
        var signers = signed.Signatures.Select(signature => signature.Recover(hash)).Where(signer => signer.IsSuccess).Select(signer => signer.Value).ToList();
        var weight = signers.Count(signer => signer == signed.Transaction.OwnerAddress);
        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("result");
            json.WriteString("code", weight > 0 ? "ENOUGH_PERMISSION" : "NOT_ENOUGH_PERMISSION");
            json.WriteEndObject();
            json.WriteStartArray("approved_list");
            foreach (var signer in signers)
            {
                json.WriteStringValue(signer.ToHex());
            }

            json.WriteEndArray();
            NodeJson.WriteNumber(json, "current_weight", weight);
            json.WriteStartObject("transaction");
            json.WriteStartObject("result");
            json.WriteBoolean("result", true);
            json.WriteEndObject();
            json.WriteString("txid", signed.Id);
            json.WriteStartObject("transaction");
            TronTransactionJson.WriteFields(json, signed.Transaction, signed.RawData, signed.Signatures);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
