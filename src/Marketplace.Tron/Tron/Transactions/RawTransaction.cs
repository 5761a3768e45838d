namespace Marketplace.Tron;

/// <summary>
/// The fields of <c>Transaction.raw</c> (tron.proto of java-tron) where they stand in the bytes: reading them allocates nothing, which is what
/// lets a scanner look at every transaction of the network.
/// </summary>
internal ref struct RawTransaction
{
    internal ReadOnlySpan<byte> ReferenceBytes;
    internal ReadOnlySpan<byte> ReferenceHash;
    internal ReadOnlySpan<byte> Memo;
    internal long Expiration;
    internal long Timestamp;
    internal long FeeLimit;
    internal int Type;
    internal int PermissionId;
    internal ReadOnlySpan<byte> Url;
    internal ReadOnlySpan<byte> Value;

    /// <returns>Why these bytes are no transaction, or null.</returns>
    internal static string? TryRead(ReadOnlySpan<byte> rawData, out RawTransaction raw)
    {
        raw = default;
        ReadOnlySpan<byte> contract = default;
        var contracts = 0;
        var reader = new ProtobufReader(rawData);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: raw.ReferenceBytes = reader.Bytes; break;
                case 4: raw.ReferenceHash = reader.Bytes; break;
                case 8: raw.Expiration = reader.Number; break;
                case 10: raw.Memo = reader.Bytes; break;
                case 11: contract = reader.Bytes; contracts++; break;
                case 14: raw.Timestamp = reader.Number; break;
                case 18: raw.FeeLimit = reader.Number; break;
                default: break;
            }
        }

        // Any other number of contracts is refused by the node (java-tron, "tx size of contract list should be exactly 1").
        return reader.Malformed ? "the bytes are cut or malformed"
            : contracts != 1 ? "it has no contract, or several"
            : TronBlockReference.Decode(raw.ReferenceBytes, raw.ReferenceHash) is null ? "the block reference is not 2 + 8 bytes"
            : ReadContract(contract, ref raw);
    }

    /// <summary>Reads a transfer's fields; false where they are none.</summary>
    internal static bool TryReadTransfer(ReadOnlySpan<byte> data, out TronAddress from, out TronAddress to, out long amount)
    {
        ReadOnlySpan<byte> owner = default, recipient = default;
        amount = 0;
        to = default;
        var reader = new ProtobufReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: owner = reader.Bytes; break;
                case 2: recipient = reader.Bytes; break;
                case 3: amount = reader.Number; break;
                default: break;
            }
        }

        return TronAddress.TryFromBytes(owner, out from) && TronAddress.TryFromBytes(recipient, out to) && !reader.Malformed;
    }

    private static string? ReadContract(ReadOnlySpan<byte> data, ref RawTransaction raw)
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
            return "the contract is malformed";
        }

        (raw.Type, raw.PermissionId) = ((int)type, (int)permissionId);
        return ReadAny(any, ref raw);
    }

    private static string? ReadAny(ReadOnlySpan<byte> any, ref RawTransaction raw)
    {
        var reader = new ProtobufReader(any);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: raw.Url = reader.Bytes; break;
                case 2: raw.Value = reader.Bytes; break;
                default: break;
            }
        }

        // The number and the URL must agree: a decoder that believes only one of them can be shown a transfer that is none.
        return reader.Malformed ? "the contract's parameter is malformed"
            : raw.Type == TransferContract.Number && !raw.Url.SequenceEqual(TransferContract.UrlBytes) ? "type and parameter do not agree"
            : raw.Type == TriggerSmartContract.Number && !raw.Url.SequenceEqual(TriggerSmartContract.UrlBytes) ? "type and parameter do not agree"
            : null;
    }
}
