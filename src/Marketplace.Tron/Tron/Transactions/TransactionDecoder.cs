using System.Text;

namespace Marketplace.Tron;

/// <summary>Makes a <see cref="TronTransaction"/> of bytes.</summary>
internal static class TransactionDecoder
{
    internal static TronResult<TronTransaction> Decode(ReadOnlySpan<byte> rawData)
    {
        if (RawTransaction.TryRead(rawData, out var raw) is { } fault)
        {
            return Refuse(fault);
        }

        var contract = raw.Type switch
        {
            TransferContract.Number => DecodeTransfer(raw.Value),
            TriggerSmartContract.Number => DecodeTrigger(raw.Value),
            _ => new OtherContract(raw.Type, Encoding.UTF8.GetString(raw.Url), raw.Value.ToArray()),
        };
        return !contract.IsSuccess
            ? contract.Error
            : new TronTransaction
            {
                Contract = contract.Value,
                PermissionId = raw.PermissionId,
                Reference = TronBlockReference.Decode(raw.ReferenceBytes, raw.ReferenceHash)!.Value,
                ExpirationMs = raw.Expiration,
                TimestampMs = raw.Timestamp,
                FeeLimitSun = raw.FeeLimit,
                Memo = raw.Memo.ToArray(),
            };
    }

    private static TronResult<TronContract> DecodeTransfer(ReadOnlySpan<byte> data) =>
        RawTransaction.TryReadTransfer(data, out var from, out var to, out var amount)
            ? new TransferContract(from, to, amount)
            : TronResult<TronContract>.Failure(Refuse("the transfer's addresses are malformed"));

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
