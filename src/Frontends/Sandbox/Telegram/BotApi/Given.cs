using System.Globalization;
using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>Reads what a client gave, of whatever shape: what is not there, or is something else, is null.</summary>
internal static class Given
{
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Words(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool IsTrue(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A whole number, also one that is written as a string.</summary>
    public static long? Whole(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.TryGetInt64(out var number) ? number : null,
        JsonValueKind.String => long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) ? written : null,
        _ => null,
    };

    /// <summary>True where every string is text: half a surrogate pair is JSON, and none.</summary>
    public static bool IsText(this JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString() is not null,
                JsonValueKind.Array => json.EnumerateArray().All(IsText),
                JsonValueKind.Object => json.EnumerateObject().All(member => member.Name is not null && member.Value.IsText()),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
