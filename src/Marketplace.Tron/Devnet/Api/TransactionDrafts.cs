using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>Unsigned transactions that the node makes for a client: <c>createtransaction</c>, and the transaction of a contract's call.</summary>
internal sealed class TransactionDrafts(TronDevnetOptions options)
{
    private const long LifetimeMs = 60_000;

    /// <summary>TRX to another address. Judged as a broadcast would be, against the head's state.</summary>
    internal byte[] Transfer(NodeEndpoint node, NodeRequest request)
    {
        if (!request.TryAddress("owner_address", out var owner))
        {
            return Refuse("Invalid ownerAddress!");
        }

        if (!request.TryAddress("to_address", out var to))
        {
            return Refuse("Invalid toAddress!");
        }

        var transfer = new TransferContract(owner, to, request.Number("amount"));
        if (node.Chain.Objection(transfer) is { } objection)
        {
            return Refuse(objection);
        }

        return NodeApi.Write(json =>
        {
            json.WriteStartObject();
            Write(json, node, transfer, request);
            json.WriteEndObject();
        });
    }

    /// <summary>Writes the fields of a transaction of <paramref name="contract"/> into an open object.</summary>
    internal void Write(Utf8JsonWriter json, NodeEndpoint node, TronContract contract, NodeRequest request, long feeLimitSun = 0)
    {
        var head = node.Chain.Block(node.HeadNumber)!;
        var transaction = new TronTransaction
        {
            Contract = contract,
            PermissionId = (int)request.Number("Permission_id"),
            Reference = head.Reference,
            ExpirationMs = head.TimestampMs + LifetimeMs,
            TimestampMs = options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
            FeeLimitSun = feeLimitSun,
            Memo = request.Bytes("extra_data") ?? [],
        };
        TronTransactionJson.WriteFields(json, transaction, transaction.Encode(), []);
    }

    private static byte[] Refuse(string text) => NodeApi.Error($"class org.tron.core.exception.ContractValidateException : {text}");
}
