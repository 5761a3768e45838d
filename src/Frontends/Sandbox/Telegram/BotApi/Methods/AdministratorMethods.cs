using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SetMyDefaultAdministratorRights : IBotApiMethod
{
    public string Name => "setMyDefaultAdministratorRights";

    public IReadOnlyList<string> Parameters => ["rights", "for_channels"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var given = call.Arguments.Json("rights", "administrator rights");
        if (given is not (null or { ValueKind: JsonValueKind.Object }))
        {
            throw Refusal.BadRequest("Object expected as administrator rights");
        }

        return new(call.World.Do(world =>
        {
            BotTexts.Put(world, call.Bot, Rights.NameOf(call), given?.GetRawText() ?? "");
            return new Answer(true);
        }));
    }
}

internal sealed class GetMyDefaultAdministratorRights : IBotApiMethod
{
    public string Name => "getMyDefaultAdministratorRights";

    public IReadOnlyList<string> Parameters => ["for_channels"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var set = BotTexts.Find(world, call.Bot, Rights.NameOf(call)) is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : (JsonElement?)null;
        return new Answer(Rights.Names(call.Arguments.Flag("for_channels"))
            .ToDictionary(name => name, name => set is { } rights && rights.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True));
    }));
}

/// <summary>https://core.telegram.org/bots/api#chatadministratorrights: some belong to channels, some to groups.</summary>
internal static class Rights
{
    private static readonly string[] Everywhere =
    [
        "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
        "can_post_stories", "can_edit_stories", "can_delete_stories",
    ];

    public static string NameOf(BotCall call) => call.Arguments.Flag("for_channels") ? "rights/channels" : "rights/groups";

    public static IEnumerable<string> Names(bool channels) =>
        [.. Everywhere, .. channels ? new[] { "can_post_messages", "can_edit_messages" } : ["can_pin_messages", "can_manage_topics"]];
}

internal sealed class GetChatAdministrators : IBotApiMethod
{
    public string Name => "getChatAdministrators";

    public IReadOnlyList<string> Parameters => ["chat_id", "return_bots"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        call.World.Look(_ => Chats.Known(call));
        throw Refusal.BadRequest("there are no administrators in the private chat");
    }
}

internal sealed class GetChatMemberCount : IBotApiMethod
{
    public string Name => "getChatMemberCount";

    public IReadOnlyList<string> Parameters => ["chat_id"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        call.World.Look(_ => Chats.Known(call));
        // The person and the bot.
        return new(new Answer(2));
    }
}

internal sealed class LeaveChat : IBotApiMethod
{
    public string Name => "leaveChat";

    public IReadOnlyList<string> Parameters => ["chat_id"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        call.World.Look(_ => Chats.Known(call));
        throw Refusal.BadRequest("chat member status can't be changed in private chats");
    }
}
