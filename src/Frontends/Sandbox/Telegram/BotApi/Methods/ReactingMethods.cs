using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendChatAction : IBotApiMethod
{
    private static readonly string[] Actions =
    [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio", "upload_audio", "upload_document", "choose_sticker", "pick_up_location",
        "find_location", "record_video_note", "upload_video_note",
    ];

    public string Name => "sendChatAction";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_thread_id", "action"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var action = call.Arguments.TextOrEmpty("action").ToLowerInvariant();
        if (!Actions.Contains(action))
        {
            throw Refusal.BadRequest("Wrong parameter action in request");
        }

        return new(call.World.Do(world =>
        {
            world.Tell("chat_action", Chats.Writable(call).Id, call.Bot.Id, new { action });
            return new Answer(true);
        }));
    }
}

internal sealed class SetMessageReaction : IBotApiMethod
{
    /// <summary>https://core.telegram.org/bots/api#reactiontypeemoji.</summary>
    private static readonly string[] Emoji =
        ("❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 "
        + "😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡").Split(' ');

    public string Name => "setMessageReaction";

    public IReadOnlyList<string> Parameters => ["chat_id", "message_id", "reaction", "is_big"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var reaction = Read(call.Arguments);
        return new(call.World.Do(world =>
        {
            var message = Chats.Message(call, Chats.Writable(call), "message to react not found");
            if (message.Reaction != reaction)
            {
                Posting.Change(world, message with { Reaction = reaction });
            }

            return new Answer(true);
        }));
    }

    private static string? Read(Arguments arguments)
    {
        if (arguments.Json("reaction", "reaction types") is not { } json)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.BadRequest("Expected an Array of ReactionType");
        }

        var emoji = json.EnumerateArray().Select(One).ToList();
        return emoji.Count > 1 ? throw Refusal.BadRequest("REACTIONS_TOO_MANY") : emoji.FirstOrDefault();
    }

    private static string One(JsonElement json)
    {
        if (json.Words("type") is not ("emoji" or "custom_emoji" or "paid"))
        {
            throw Refusal.BadRequest("Can't parse ReactionType: Unsupported type specified");
        }

        return json.Words("emoji") is { } emoji && Emoji.Contains(emoji) ? emoji : throw Refusal.BadRequest("REACTION_INVALID");
    }
}

internal sealed class PinChatMessage : IBotApiMethod
{
    public string Name => "pinChatMessage";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_id", "disable_notification"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        var message = Chats.Message(call, Chats.Writable(call), "message to pin not found");
        if (message.Attachment is { IsService: true })
        {
            throw Refusal.BadRequest("message can't be pinned");
        }

        Pins.Set(world, message, pinned: true);
        return new Answer(true);
    }));
}

internal sealed class UnpinChatMessage : IBotApiMethod
{
    public string Name => "unpinChatMessage";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        var person = Chats.Writable(call);
        var message = call.Arguments.Integer("message_id") == 0
            ? Pins.Of(world, person.Id, call.Bot.Id).LastOrDefault() ?? throw Refusal.BadRequest("message to unpin not found")
            : Chats.Message(call, person, "message to unpin not found");
        Pins.Set(world, message, pinned: false);
        return new Answer(true);
    }));
}

internal sealed class UnpinAllChatMessages : IBotApiMethod
{
    public string Name => "unpinAllChatMessages";

    public IReadOnlyList<string> Parameters => ["chat_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        Pins.Of(world, Chats.Writable(call).Id, call.Bot.Id).ToList().ForEach(message => Pins.Set(world, message, pinned: false));
        return new Answer(true);
    }));
}

internal static class Pins
{
    public static IEnumerable<Message> Of(TelegramWorld world, long personId, long botId) =>
        world.Messages.Of(personId, botId).Where(message => message is { Pinned: true, Deleted: false });

    public static void Set(TelegramWorld world, Message message, bool pinned)
    {
        if (message.Pinned != pinned)
        {
            Posting.Change(world, message with { Pinned = pinned });
        }
    }
}
