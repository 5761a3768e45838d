using System.Globalization;
using System.Text.Json;

namespace Marketplace.Frontends.Telegram.Polling;

/// <summary>The little that must be known of an update before it is stored: it may be of any kind, and wrong in any way.</summary>
internal static class ArrivedUpdates
{
    public static long? Id(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object && update.TryGetProperty("update_id", out var id) ? Number(id) : null;

    /// <summary>
    /// Whose story it belongs to: the chat, which in private is the person's id too, so that a press keeps its place among the messages.
    /// </summary>
    public static string OrderKey(JsonElement update)
    {
        foreach (var kind in update.EnumerateObject())
        {
            if (kind.Value.ValueKind == JsonValueKind.Object && (IdOf(kind.Value, "chat") ?? IdOf(kind.Value, "from")) is { } id)
            {
                return id.ToString(CultureInfo.InvariantCulture);
            }
        }

        return "none";
    }

    private static long? IdOf(JsonElement content, string whose) =>
        content.TryGetProperty(whose, out var somebody) && somebody.ValueKind == JsonValueKind.Object && somebody.TryGetProperty("id", out var id)
            ? Number(id)
            : null;

    private static long? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
