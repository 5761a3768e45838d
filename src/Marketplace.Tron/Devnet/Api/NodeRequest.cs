using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Tron.Devnet;

/// <summary>A request's arguments: the JSON body of a POST, the query of a GET.</summary>
internal sealed class NodeRequest(JsonElement body, IQueryCollection query)
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    internal JsonElement Body { get; } = body;

    /// <summary>Null when the body is not JSON.</summary>
    internal static async Task<NodeRequest?> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        if (buffer.Length > MaxBodyBytes)
        {
            throw new BadHttpRequestException("The body is above 4 MiB.", StatusCodes.Status413PayloadTooLarge);
        }

        if (buffer.Length == 0)
        {
            return new NodeRequest(default, context.Request.Query);
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            return document.RootElement.ValueKind == JsonValueKind.Object ? new NodeRequest(document.RootElement.Clone(), context.Request.Query) : null;
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
