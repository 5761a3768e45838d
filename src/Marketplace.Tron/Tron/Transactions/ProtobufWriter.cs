using System.Buffers;
using System.Text;

namespace Marketplace.Tron;

/// <summary>The few protobuf pieces TRON's messages need. Proto3 rules: fields in number order, default values omitted.</summary>
internal sealed class ProtobufWriter
{
    private const int WireVarint = 0;
    private const int WireBytes = 2;

    private readonly ArrayBufferWriter<byte> buffer = new(256);

    internal ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    internal byte[] ToArray() => buffer.WrittenSpan.ToArray();

    internal ProtobufWriter Number(int field, long value)
    {
        if (value != 0)
        {
            Varint((ulong)((field << 3) | WireVarint));
            Varint((ulong)value);
        }

        return this;
    }

    internal ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value) => value.IsEmpty ? this : Message(field, value);

    internal ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A nested message or an element of a repeated field: written even when empty.</summary>
    internal ProtobufWriter Message(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | WireBytes));
        Varint((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        var span = buffer.GetSpan(10);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        buffer.Advance(count);
    }
}
