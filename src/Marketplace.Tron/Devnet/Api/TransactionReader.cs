using System.Buffers.Binary;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// Builds a transaction from the <c>raw_data</c> JSON of a broadcast. Like the node it ignores <c>raw_data_hex</c> and <c>txID</c>: what counts is
/// what the JSON says, encoded anew.
/// </summary>
internal static class TransactionReader
{
    internal static TronResult<SignedTronTransaction> Read(JsonElement json)
    {
        try
        {
            var raw = json.GetProperty("raw_data");
            var contracts = raw.GetProperty("contract");
            if (contracts.GetArrayLength() != 1)
            {
                return Refuse("tx size of contract list should be exactly 1");
            }

            var contract = ReadContract(contracts[0]);
            if (!contract.IsSuccess)
            {
                return contract.Error;
            }

            var transaction = new TronTransaction
            {
                Contract = contract.Value,
                PermissionId = (int)Number(contracts[0], "Permission_id"),
                Reference = new TronBlockReference(
                    BinaryPrimitives.ReadUInt16BigEndian(Bytes(raw, "ref_block_bytes")), BinaryPrimitives.ReadUInt64BigEndian(Bytes(raw, "ref_block_hash"))),
                ExpirationMs = Number(raw, "expiration"),
                TimestampMs = Number(raw, "timestamp"),
                FeeLimitSun = Number(raw, "fee_limit"),
                Memo = Bytes(raw, "data"),
            };
            var signatures = Signatures(json);
            return signatures.IsSuccess ? transaction.WithSignatures(signatures.Value) : signatures.Error;
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return Refuse("syntax error");
        }
    }

    internal static long Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    internal static byte[] Bytes(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString() ?? "") : [];

    internal static TronAddress? Address(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && TronAddress.TryParse(value.GetString(), out var address, out _) ? address : null;

    internal static TronResult<IReadOnlyList<TronSignature>> Signatures(JsonElement json)
    {
        var signatures = new List<TronSignature>();
        if (json.TryGetProperty("signature", out var list))
        {
            foreach (var item in list.EnumerateArray())
            {
                var signature = TronSignature.FromHex(item.GetString());
                if (!signature.IsSuccess)
                {
                    return signature.Error;
                }

                signatures.Add(signature.Value);
            }
        }

        return signatures;
    }

    private static TronResult<TronContract> ReadContract(JsonElement json)
    {
        var parameter = json.GetProperty("parameter");
        var value = parameter.GetProperty("value");
        var type = json.GetProperty("type").GetString();
        var owner = Address(value, "owner_address");
        var other = Address(value, type == "TransferContract" ? "to_address" : "contract_address");
        return (type, owner, other) switch
        {
            ("TransferContract", null, _) => Invalid("Invalid ownerAddress!"),
            ("TransferContract", _, null) => Invalid("Invalid toAddress!"),
            ("TransferContract", _, _) => new TransferContract(owner.Value, other.Value, Number(value, "amount")),
            ("TriggerSmartContract", { }, { }) => new TriggerSmartContract(owner.Value, other.Value, Bytes(value, "data"))
            {
                CallValueSun = Number(value, "call_value"),
                CallTokenValue = Number(value, "call_token_value"),
                TokenId = Number(value, "token_id"),
            },
            ("TriggerSmartContract", _, _) => Invalid("No contract or not a smart contract"),
            _ => Invalid($"this local chain does not execute {type}"),
        };
    }

    private static TronResult<SignedTronTransaction> Refuse(string text) => new TronError(TronErrorCodes.BadResponse, text);

    private static TronResult<TronContract> Invalid(string text) => TronResult<TronContract>.Failure(TronErrorCodes.InvalidTransaction, text);
}
