namespace Marketplace.Tron.Devnet;

/// <summary>The protobuf of a block header: numbers and byte strings, defaults omitted.</summary>
internal sealed class HeaderWriter
{
    private readonly List<byte> bytes = new(160);

    internal ReadOnlySpan<byte> Written => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes);

    internal HeaderWriter Number(int field, long value)
    {
        if (value != 0)
        {
            Varint((ulong)(field << 3));
            Varint((ulong)value);
        }

        return this;
    }

    internal HeaderWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        foreach (var item in value)
        {
            bytes.Add(item);
        }

        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }
}
