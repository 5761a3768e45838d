using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

internal static class AllowedUpdates
{
    /// <summary>Null where the argument is absent: the last setting stays. Names that the server does not know are ignored.</summary>
    public static IReadOnlyList<string>? Read(Arguments arguments) => arguments.Json("allowed_updates", "allowed_updates") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } kinds => [.. kinds.EnumerateArray().Where(kind => kind.ValueKind == JsonValueKind.String).Select(kind => kind.GetString()!)],
        _ => throw Refusal.BadRequest("can't parse allowed_updates: expected an Array of String"),
    };
}
