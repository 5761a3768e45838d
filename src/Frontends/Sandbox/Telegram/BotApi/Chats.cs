using System.Globalization;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>Finds what a call names, or refuses as the server does.</summary>
internal static class Chats
{
    /// <summary>The person behind <c>chat_id</c>, to whom the bot may write.</summary>
    public static Person Writable(BotCall call, string name = "chat_id")
    {
        var person = Known(call, name);
        return call.World.FindChat(person.Id, call.Bot.Id)!.Blocked ? throw Refusal.Forbidden("bot was blocked by the user") : person;
    }

    /// <summary>The person behind <c>chat_id</c>; somebody who never wrote to the bot is nobody to it.</summary>
    public static Person Known(BotCall call, string name = "chat_id")
    {
        var person = call.World.FindPerson(Id(call, name));
        return person is not null && call.World.FindChat(person.Id, call.Bot.Id) is { Started: true } ? person : throw Refusal.BadRequest("chat not found");
    }

    public static long Id(BotCall call, string name = "chat_id")
    {
        var text = call.Arguments.TextOrEmpty(name).Trim();
        if (text.Length == 0)
        {
            throw Refusal.BadRequest($"{name} is empty");
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
        {
            // People can not be found by name through the Bot API; bots can, by getChat, which looks for them itself.
            throw Refusal.BadRequest("chat not found");
        }

        return call.World.Bots.ContainsKey(id) ? throw Refusal.Forbidden("bot can't send messages to bots") : id;
    }

    public static Message Message(BotCall call, Person person, string notFound)
    {
        var id = call.Arguments.Integer("message_id");
        return id <= 0
            ? throw Refusal.BadRequest("message identifier is not specified")
            : call.World.Messages.FindIn(person.Id, call.Bot.Id, id) ?? throw Refusal.BadRequest(notFound);
    }

    public static Bot? BotByName(TelegramWorld world, string text) => text.StartsWith('@') ? world.BotNamed(text) : null;
}
