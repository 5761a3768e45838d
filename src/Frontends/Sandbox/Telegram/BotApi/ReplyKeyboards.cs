using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>ReplyKeyboardMarkup, ReplyKeyboardRemove and ForceReply, as far as a person sees them: the keys' texts.</summary>
internal static class ReplyKeyboards
{
    private const int ButtonLimit = 300;

    public static IReadOnlyList<IReadOnlyList<string>>? Read(JsonElement markup)
    {
        if (markup.TryGetProperty("remove_keyboard", out var removes))
        {
            return removes.ValueKind == JsonValueKind.True ? [] : null;
        }

        if (!markup.TryGetProperty("keyboard", out var rows))
        {
            // ForceReply asks the person's client for a reply; the sandbox's has no such state.
            return null;
        }

        if (rows.ValueKind != JsonValueKind.Array || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
        {
            throw Refusal.BadRequest("field \"keyboard\" must be an Array of Arrays");
        }

        var keyboard = rows.EnumerateArray()
            .Select(row => (IReadOnlyList<string>)[.. row.EnumerateArray().Select(Text)])
            .Where(row => row.Count > 0)
            .ToList();
        return keyboard.Sum(row => row.Count) > ButtonLimit ? throw Refusal.BadRequest("reply markup is too long") : keyboard;
    }

    private static string Text(JsonElement button) => button.ValueKind switch
    {
        JsonValueKind.String => button.GetString()!,
        JsonValueKind.Object => button.Words("text") ?? throw Refusal.BadRequest("can't parse keyboard button: Can't find field \"text\""),
        _ => throw Refusal.BadRequest("can't parse keyboard button: KeyboardButton must be an Object"),
    };
}
