using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Tron;

/// <summary>Bytes written in hexadecimal, decoded where they stand: a block's transactions would be megabytes of text otherwise.</summary>
internal sealed class HexConverter : JsonConverter<byte[]>
{
    /// <returns>The bytes; empty for what is not hexadecimal.</returns>
    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("Hexadecimal text is expected.");
        }

        if (reader.HasValueSequence || reader.ValueIsEscaped)
        {
            return Hex.TryDecode(reader.GetString(), out var decoded) ? decoded : [];
        }

        var text = reader.ValueSpan;
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : [];
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Convert.ToHexStringLower(value));
}
