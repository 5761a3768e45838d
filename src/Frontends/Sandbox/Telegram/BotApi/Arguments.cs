using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>
/// A call's arguments by name, whether they came in the query, as a form, as multipart or as JSON. The server keeps each as text and reads what a
/// method asks for; an object or array inside JSON is its own text.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _texts = [];

    private Arguments(IFormFileCollection? files) => Files = files;

    public IFormFileCollection? Files { get; }

    public IEnumerable<string> Names => _texts.Keys.Concat(Files?.Select(file => file.Name) ?? []);

    public static async Task<Arguments> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(cancellationToken).ConfigureAwait(false) : null;
        var arguments = new Arguments(form?.Files);
        foreach (var (name, value) in request.Query)
        {
            arguments._texts[name] = value.ToString();
        }

        foreach (var (name, value) in form?.ToList() ?? [])
        {
            arguments._texts[name] = value.ToString();
        }

        if (request.HasJsonContentType() && request.ContentLength is not 0)
        {
            await arguments.ReadJsonAsync(request.Body, cancellationToken).ConfigureAwait(false);
        }

        return arguments;
    }

    public static Arguments From(JsonElement call)
    {
        var arguments = new Arguments(null);
        arguments.Add(call);
        return arguments;
    }

    public bool Has(string name) => _texts.ContainsKey(name);

    public string? Text(string name) => _texts.GetValueOrDefault(name);

    public string TextOrEmpty(string name) => Text(name) ?? "";

    /// <summary>Like the server's own reading, what is not a number is the default.</summary>
    public long Integer(string name, long otherwise = 0) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public string Required(string name) => TextOrEmpty(name) is { Length: > 0 } text ? text : throw Refusal.BadRequest($"Parameter \"{name}\" is required");

    public long UserId(string name = "user_id") => Integer(name) is > 0 and var id ? id : throw Refusal.BadRequest($"Invalid {name} specified");

    public bool Flag(string name) => Text(name)?.ToLowerInvariant() is "true" or "yes" or "1";

    /// <summary>An argument that is JSON, or null where it is absent, empty or the word null.</summary>
    public JsonElement? Json(string name, string what)
    {
        if (Text(name) is not { Length: > 0 } text || text == "null")
        {
            return null;
        }

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(text);
            return json.IsText() ? json : throw Refusal.BadRequest("strings must be encoded in UTF-8");
        }
        catch (JsonException)
        {
            throw Refusal.BadRequest($"Can't parse {what} JSON object");
        }
    }

    private async Task ReadJsonAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Refusal.BadRequest("Can't parse JSON object: expected an object");
            }

            Add(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is JSON, and no text.
            throw Refusal.BadRequest("Can't parse JSON object");
        }
    }

    private void Add(JsonElement call)
    {
        foreach (var property in call.EnumerateObject())
        {
            if (property.Value.ValueKind is not JsonValueKind.Null)
            {
                _texts[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }
        }
    }
}
