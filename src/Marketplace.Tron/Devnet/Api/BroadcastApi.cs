using System.Text;

namespace Marketplace.Tron.Devnet;

/// <summary><c>broadcasttransaction</c> and <c>broadcasthex</c>.</summary>
internal static class BroadcastApi
{
    internal static byte[] Json(NodeEndpoint node, NodeRequest request)
    {
        if (request.Body.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            return NodeApi.SyntaxError();
        }

        var read = TransactionReader.Read(request.Body);
        return read.Code switch
        {
            "" => Submit(node, read.Value),
            TronErrorCodes.InvalidSignature => Reply("", Refusal.Signature(read.Error!.Message)),
            TronErrorCodes.InvalidTransaction => Reply("", Refusal.Contract(read.Error!.Message)),
            _ => NodeApi.SyntaxError(),
        };
    }

    internal static byte[] Hex(NodeEndpoint node, NodeRequest request)
    {
        var read = request.Bytes("transaction") is { } bytes
            ? SignedTronTransaction.Deserialize(bytes)
            : new TronError(TronErrorCodes.InvalidTransaction, "not hexadecimal");
        // This one also shows the transaction: as JSON inside a string.
        return read.IsSuccess
            ? Submit(node, read.Value, Encoding.UTF8.GetString(TronTransactionJson.Write(read.Value)))
            : NodeApi.Error($"class com.google.protobuf.InvalidProtocolBufferException : {read.Error.Message}");
    }

    internal static byte[] Refuse(DevnetFault fault, NodeRequest request)
    {
        var id = request.Text("txID") ?? "";
        return Reply(id, new Refusal(fault.Code, fault.Message.Length > 0 ? fault.Message : TextOf(fault.Code)));
    }

    /// <summary>As if it had been taken; the id stays in this node's cache.</summary>
    internal static byte[] Lose(NodeEndpoint node, NodeRequest request)
    {
        var read = TransactionReader.Read(request.Body);
        if (!read.IsSuccess)
        {
            return NodeApi.SyntaxError();
        }

        return Reply(read.Value.Id, node.Remember(read.Value.Id));
    }

    private static byte[] Submit(NodeEndpoint node, SignedTronTransaction signed, string? shown = null) =>
        Reply(signed.Id, node.Remember(signed.Id) ?? node.Chain.Broadcast(signed), shown);

    private static byte[] Reply(string id, Refusal? refusal, string? shown = null) => NodeApi.Write(json =>
    {
        json.WriteStartObject();
        if (refusal is null)
        {
            json.WriteBoolean("result", true);
        }
        else
        {
            json.WriteString("code", refusal.Code);
        }

        json.WriteString("txid", id);
        if (refusal is not null)
        {
            json.WriteString("message", NodeJson.Hex(refusal.Text));
        }

        if (shown is not null)
        {
            json.WriteString("transaction", shown);
        }

        json.WriteEndObject();
    });

    private static string TextOf(string code) => code switch
    {
        "SERVER_BUSY" => Refusal.ServerBusy.Text,
        "NO_CONNECTION" => "No connection.",
        "NOT_ENOUGH_EFFECTIVE_CONNECTION" => "P2P broadcast failed.",
        "BLOCK_UNSOLIDIFIED" => "Block unsolidified.",
        "BANDWITH_ERROR" => Refusal.Bandwidth.Text,
        "TAPOS_ERROR" => Refusal.Tapos.Text,
        "TRANSACTION_EXPIRATION_ERROR" => Refusal.Expired.Text,
        "DUP_TRANSACTION_ERROR" => Refusal.Duplicate.Text,
        "CONTRACT_EXE_ERROR" => "Contract execute error : balance is not sufficient",
        _ => "Error: null",
    };
}
