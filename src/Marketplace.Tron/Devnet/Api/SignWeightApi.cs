using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// <c>getsignweight</c> and <c>getapprovedlist</c>: who has signed a transaction so far. TronWeb asks the first for the new id when it alters
/// one (a memo, a longer life).
/// </summary>
internal static class SignWeightApi
{
    private const int OwnerPermission = 0;
    private const int ActivePermission = 2;

    internal static byte[] Weight(NodeEndpoint node, NodeRequest request)
    {
        if (SignedJson.Read(request) is not { } signed)
        {
            return NodeApi.SyntaxError();
        }

        var signers = signed.Signers();
        // Protobuf's JSON leaves out the code that is zero: ENOUGH_PERMISSION.
        var (code, message) = Judge(node, signed, signers) ?? (signers.Count > 0 ? ("", "") : ("NOT_ENOUGH_PERMISSION", ""));
        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            WriteResult(json, code, message);
            if (code is not "PERMISSION_ERROR")
            {
                json.WriteStartObject("permission");
                NodeJson.WriteOwnPermission(json, signed.Owner, signed.PermissionId == ActivePermission);
                json.WriteEndObject();
                WriteSigners(json, signers);
                NodeJson.WriteNumber(json, "current_weight", signers.Count);
            }

            signed.Write(json);
            json.WriteEndObject();
        });
    }

    internal static byte[] ApprovedList(NodeRequest request) => SignedJson.Read(request) is not { } signed
        ? NodeApi.SyntaxError()
        : NodeApi.Write(json =>
        {
            json.WriteStartObject();
            WriteResult(json, "", "");
            WriteSigners(json, signed.Signers());
            signed.Write(json);
            json.WriteEndObject();
        });

    /// <summary>Every account here has the default permissions: one key, its own, for the owner and for the active permission 2.</summary>
    private static (string Code, string Message)? Judge(NodeEndpoint node, SignedJson signed, IReadOnlyList<TronAddress> signers)
    {
        var objection = node.Chain.StateAt(StateKey.Account(signed.Owner), DevChain.WithPool) is not DevAccount ? "Account does not exist!"
            : signed.PermissionId is not (OwnerPermission or ActivePermission) ? "Permission for this, does not exist!"
            : signed.Signatures.Count > 1 ? $"Signature count is {signed.Signatures.Count} more than key counts of permission : 1"
            : signers is [var signer] && signer != signed.Owner ? $"{signed.Signatures[0]} is signed by {signer} but it is not contained of permission."
            : null;
        return objection is null ? null : ("PERMISSION_ERROR", objection);
    }

    private static void WriteResult(Utf8JsonWriter json, string code, string message)
    {
        json.WriteStartObject("result");
        if (code.Length > 0)
        {
            json.WriteString("code", code);
        }

        if (message.Length > 0)
        {
            json.WriteString("message", message);
        }

        json.WriteEndObject();
    }

    private static void WriteSigners(Utf8JsonWriter json, IReadOnlyList<TronAddress> signers)
    {
        if (signers.Count == 0)
        {
            return;
        }

        json.WriteStartArray("approved_list");
        foreach (var signer in signers)
        {
            json.WriteStringValue(signer.ToHex());
        }

        json.WriteEndArray();
    }
}

/// <summary>A transaction of any kind, with what its signatures need: also of the kinds this chain does not execute, which a node weighs all the same.</summary>
internal sealed record SignedJson(TronAddress Owner, int PermissionId, byte[] RawData, IReadOnlyList<TronSignature> Signatures, JsonElement RawJson)
{
    internal static SignedJson? Read(NodeRequest request)
    {
        try
        {
            var body = request.Body;
            var known = TransactionReader.Read(body);
            var raw = body.GetProperty("raw_data");
            var contract = raw.GetProperty("contract")[0];
            // Bytes that are not known by name can only be had as the client gives them.
            var bytes = known.IsSuccess ? known.Value.RawData.ToArray() : TransactionReader.Bytes(body, "raw_data_hex");
            return bytes.Length > 0 && TransactionReader.Address(contract.GetProperty("parameter").GetProperty("value"), "owner_address") is { } owner
                && TransactionReader.Signatures(body) is { IsSuccess: true } signatures
                ? new SignedJson(owner, (int)TransactionReader.Number(contract, "Permission_id"), bytes, signatures.Value, raw)
                : null;
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    internal IReadOnlyList<TronAddress> Signers()
    {
        var hash = SHA256.HashData(RawData);
        return [.. Signatures.Select(signature => signature.Recover(hash)).Where(signer => signer.IsSuccess).Select(signer => signer.Value)];
    }

    /// <summary>As the answers hold it: a transaction within a transaction.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        var id = TronTransaction.ComputeId(RawData);
        json.WriteStartObject("transaction");
        json.WriteStartObject("result");
        json.WriteBoolean("result", true);
        json.WriteEndObject();
        json.WriteString("txid", id);
        json.WriteStartObject("transaction");
        json.WriteBoolean("visible", false);
        json.WriteString("txID", id);
        json.WritePropertyName("raw_data");
        RawJson.WriteTo(json);
        json.WriteString("raw_data_hex", Convert.ToHexStringLower(RawData));
        if (Signatures.Count > 0)
        {
            json.WriteStartArray("signature");
            foreach (var signature in Signatures)
            {
                json.WriteStringValue(signature.ToHex());
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
