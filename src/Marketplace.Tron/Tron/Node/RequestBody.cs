using System.Buffers;
using System.Text.Json;

namespace Marketplace.Tron;

/// <summary>The small JSON objects of the node's questions.</summary>
internal static class RequestBody
{
    internal static byte[] Of(params ReadOnlySpan<(string Name, object Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            if (value is long number)
            {
                json.WriteNumber(name, number);
            }
            else if (value is bool flag)
            {
                json.WriteBoolean(name, flag);
            }
            else
            {
                json.WriteString(name, (string)value);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
