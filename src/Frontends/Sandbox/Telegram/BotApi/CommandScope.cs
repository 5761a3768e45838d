using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.People;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>Scopes of commands, and which list a person sees: https://core.telegram.org/bots/api#determining-list-of-commands.</summary>
internal static class CommandScope
{
    public const string Default = "default";
    private const string AllPrivateChats = "all_private_chats";

    public static string Read(BotCall call)
    {
        if (call.Arguments.Json("scope", "BotCommandScope") is not { } scope)
        {
            return Default;
        }

        var type = scope.Words("type");
        return type switch
        {
            Default or AllPrivateChats or "all_group_chats" or "all_chat_administrators" => type,
            "chat" => "chat:" + ChatOf(call, scope),
            "chat_administrators" or "chat_member" => throw Refusal.BadRequest("can't use specified scope in private chats"),
            _ => throw Refusal.BadRequest("can't parse BotCommandScope: Unsupported type specified"),
        };
    }

    public static string Language(BotCall call)
    {
        var code = call.Arguments.TextOrEmpty("language_code");
        return code.Length is 0 or 2 ? code : throw Refusal.BadRequest("invalid language code specified");
    }

    /// <summary>The list that the client shows in this chat: the narrowest scope first, the person's language before every language.</summary>
    public static IReadOnlyList<BotCommand> Shown(TelegramWorld world, Person person, long botId) =>
        new[] { $"chat:{person.Id}", AllPrivateChats, Default }
            .SelectMany(scope => new[] { person.LanguageCode, "" }.Select(language => world.Commands.Find(CommandList.KeyOf(botId, scope, language))))
            .FirstOrDefault(list => list is { Commands.Count: > 0 })?.Commands ?? [];

    private static string ChatOf(BotCall call, JsonElement scope)
    {
        var text = scope.Member("chat_id") is { } id ? id.ToString() : throw Refusal.BadRequest("can't parse BotCommandScope: Can't find field \"chat_id\"");
        return long.TryParse(text, out var chatId) && call.World.FindChat(chatId, call.Bot.Id) is { Started: true } ? text : throw Refusal.BadRequest("chat not found");
    }
}
