using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tron.Devnet;

/// <summary>A request's arguments: the JSON body of a POST, the query of a GET.</summary>
internal sealed class NodeRequest(JsonElement body, IQueryCollection query)
{
    /// <summary>The node refuses a larger one with HTTP 413.</summary>
    internal const int MaxBodyBytes = 4 * 1024 * 1024;

    internal JsonElement Body { get; } = body;

    /// <summary>Null when the body is not JSON.</summary>
    internal static NodeRequest? Read(ReadOnlyMemory<byte> content, IQueryCollection query)
    {
        if (content.IsEmpty)
        {
            return new NodeRequest(default, query);
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new NodeRequest(document.RootElement.Clone(), query) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal string? Text(string name)
    {
        if (Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value))
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }

        return query.TryGetValue(name, out var text) ? text.ToString() : null;
    }

    internal long Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal bool Flag(string name, bool absent = false) => Text(name) is { } text ? text == "true" : absent;

    internal bool TryAddress(string name, out TronAddress address) => TronAddress.TryParse(Text(name), out address, out _);

    internal byte[]? Bytes(string name)
    {
        var text = Text(name) ?? "";
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
    }
}
