using System.Text;

namespace Marketplace.Tron;

/// <summary>Reads <c>Transaction.raw</c> (tron.proto of java-tron).</summary>
internal static class TransactionDecoder
{
    internal static TronResult<TronTransaction> Decode(ReadOnlySpan<byte> rawData)
    {
        ReadOnlySpan<byte> refBytes = default, refHash = default, contract = default;
        byte[] memo = [];
        long expiration = 0, timestamp = 0, feeLimit = 0;
        var contracts = 0;
        var reader = new ProtobufReader(rawData);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: refBytes = reader.Bytes; break;
                case 4: refHash = reader.Bytes; break;
                case 8: expiration = reader.Number; break;
                case 10: memo = reader.Bytes.ToArray(); break;
                case 11: contract = reader.Bytes; contracts++; break;
                case 14: timestamp = reader.Number; break;
                case 18: feeLimit = reader.Number; break;
                default: break;
            }
        }

        if (reader.Malformed)
        {
            return Refuse("the bytes are cut or malformed");
        }

        // The node refuses any other number (java-tron, "tx size of contract list should be exactly 1").
        if (contracts != 1)
        {
            return Refuse($"{contracts} contracts instead of one");
        }

        if (TronBlockReference.Decode(refBytes, refHash) is not { } reference)
        {
            return Refuse("the block reference is not 2 + 8 bytes");
        }

        return DecodeContract(contract).Map(parsed => new TronTransaction
        {
            Contract = parsed.Contract,
            PermissionId = parsed.PermissionId,
            Reference = reference,
            ExpirationMs = expiration,
            TimestampMs = timestamp,
            FeeLimitSun = feeLimit,
            Memo = memo,
        });
    }

    private static TronResult<(TronContract Contract, int PermissionId)> DecodeContract(ReadOnlySpan<byte> data)
    {
        long type = 0, permissionId = 0;
        ReadOnlySpan<byte> any = default;
        var reader = new ProtobufReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = reader.Number; break;
                case 2: any = reader.Bytes; break;
                case 5: permissionId = reader.Number; break;
                default: break;
            }
        }

        if (reader.Malformed || type is < 0 or > int.MaxValue || permissionId is < 0 or > int.MaxValue)
        {
            return TronResult<(TronContract, int)>.Failure(Refuse("the contract is malformed"));
        }

        return DecodeAny((int)type, any).Map(contract => (contract, (int)permissionId));
    }

    private static TronResult<TronContract> DecodeAny(int type, ReadOnlySpan<byte> any)
    {
        var url = "";
        ReadOnlySpan<byte> value = default;
        var reader = new ProtobufReader(any);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: url = Encoding.UTF8.GetString(reader.Bytes); break;
                case 2: value = reader.Bytes; break;
                default: break;
            }
        }

        if (reader.Malformed)
        {
            return TronResult<TronContract>.Failure(Refuse("the contract's parameter is malformed"));
        }

        // The number and the URL must agree: a decoder that believes only one of them can be shown a transfer that is none.
        return (type, url) switch
        {
            (TransferContract.Number, TransferContract.Url) => DecodeTransfer(value),
            (TriggerSmartContract.Number, TriggerSmartContract.Url) => DecodeTrigger(value),
            (TransferContract.Number or TriggerSmartContract.Number, _) => TronResult<TronContract>.Failure(Refuse("type and parameter do not agree")),
            _ => new OtherContract(type, url, value.ToArray()),
        };
    }

    private static TronResult<TronContract> DecodeTransfer(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> owner = default, to = default;
        long amount = 0;
        var reader = new ProtobufReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: owner = reader.Bytes; break;
                case 2: to = reader.Bytes; break;
                case 3: amount = reader.Number; break;
                default: break;
            }
        }

        return !reader.Malformed && TronAddress.TryFromBytes(owner, out var from) && TronAddress.TryFromBytes(to, out var recipient)
            ? new TransferContract(from, recipient, amount)
            : TronResult<TronContract>.Failure(Refuse("the transfer's addresses are malformed"));
    }

    private static TronResult<TronContract> DecodeTrigger(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> owner = default, contract = default;
        byte[] callData = [];
        long callValue = 0, tokenValue = 0, tokenId = 0;
        var reader = new ProtobufReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: owner = reader.Bytes; break;
                case 2: contract = reader.Bytes; break;
                case 3: callValue = reader.Number; break;
                case 4: callData = reader.Bytes.ToArray(); break;
                case 5: tokenValue = reader.Number; break;
                case 6: tokenId = reader.Number; break;
                default: break;
            }
        }

        return !reader.Malformed && TronAddress.TryFromBytes(owner, out var from) && TronAddress.TryFromBytes(contract, out var called)
            ? new TriggerSmartContract(from, called, callData) { CallValueSun = callValue, CallTokenValue = tokenValue, TokenId = tokenId }
            : TronResult<TronContract>.Failure(Refuse("the call's addresses are malformed"));
    }

    private static TronError Refuse(string reason) => new(TronErrorCodes.InvalidTransaction, $"Not a transaction: {reason}.");
}
