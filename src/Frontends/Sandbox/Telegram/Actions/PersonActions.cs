using System.Globalization;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.PromotedBots;
using Marketplace.Frontends.Sandbox.Telegram.Text;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.Actions;

/// <summary>What people do in their clients, with the updates that follow from it.</summary>
internal sealed class PersonActions(TelegramWorld world, FloodGate flood)
{
    private const int TextLimit = 4096;
    private const string BlockedByMe = "YOU_BLOCKED_USER: unblock the bot first";

    public Message Write(Person person, Bot bot, string raw, long? replyTo) => world.Do(_ =>
    {
        var text = FormattedText.Typed(raw);
        if (text.Text.Length == 0)
        {
            throw Rejection.Bad("MESSAGE_EMPTY");
        }

        if (text.Text.EnumerateRunes().Count() > TextLimit)
        {
            throw Rejection.Bad("MESSAGE_TOO_LONG");
        }

        return Arrive(person, bot, new Message(bot.Id, 0, person.Id, false, 0, text.Text) { Entities = text.EntitiesOrNull, ReplyTo = replyTo });
    });

    /// <summary>Anything that is no plain text.</summary>
    public Message Send(Person person, Bot bot, Message draft) => world.Do(_ => Arrive(person, bot, draft));

    public Message Start(Person person, Bot bot, string? payload)
    {
        if (payload is { Length: > 0 } && !DeepLink.IsPayload(payload))
        {
            throw Rejection.Bad("START_PARAM_INVALID");
        }

        return Write(person, bot, payload is { Length: > 0 } ? $"/start {payload}" : "/start", null);
    }

    public Message Edit(Person person, Bot bot, long messageId, string raw) => world.Do(_ =>
    {
        var message = Own(person, bot, messageId);
        var text = FormattedText.Typed(raw);
        if (message.FromBot || message.Origin is not null)
        {
            throw Rejection.Bad("MESSAGE_AUTHOR_REQUIRED");
        }

        if (text.Text == message.Text)
        {
            throw Rejection.Bad("MESSAGE_NOT_MODIFIED");
        }

        var edited = Posting.Change(world, message with { Text = text.Text, Entities = text.EntitiesOrNull, EditDate = world.NowSeconds });
        UpdateFeed.Add(world, bot, "edited_message", ChatQueue(person), edited.ToWire(world));
        return edited;
    });

    public void Delete(Person person, Bot bot, long messageId) => world.Do(_ => Posting.Delete(world, Own(person, bot, messageId)));

    public Callback Press(Person person, Bot bot, long messageId, Func<InlineKeyboard, InlineButton?> choose) => world.Do(_ =>
    {
        var message = Own(person, bot, messageId);
        var button = message.Keyboard is { } keyboard ? choose(keyboard) : null;
        if (button?.CallbackData is not { } data)
        {
            throw Rejection.NotFound("the message has no such callback button");
        }

        RequireUnblocked(person, bot);
        flood.PersonActed(bot.Id, person.Id);
        var id = world.Next("callback", first: 4_381_920_000_000_000_001).ToString(CultureInfo.InvariantCulture);
        var callback = world.Callbacks.Put(new Callback(id, bot.Id, person.Id, messageId, world.Next("version"), world.Now));
        var query = new Wire.CallbackQuery(id, person.ToUser(), ChatInstance(person, bot)) { Message = message.ToWire(world), Data = data };
        UpdateFeed.Add(world, bot, "callback_query", $"callback/{person.Id}", query);
        world.Tell("callback", person.Id, bot.Id, ControlApi.CallbackView.Of(callback));
        BotScripts.Pressed(world, person, bot, callback, data);
        return world.Callbacks.Find(id)!;
    });

    /// <summary>Forwards messages of one chat to another, in their order, each with its origin.</summary>
    public IReadOnlyList<Message> Forward(Person person, Bot from, IReadOnlyList<long> messageIds, Bot to) => world.Do(_ =>
    {
        var messages = messageIds.Select(id => Own(person, from, id)).ToList();
        if (messages.Exists(message => message.Protected))
        {
            throw Rejection.Bad("CHAT_FORWARDS_RESTRICTED");
        }

        return (IReadOnlyList<Message>)messages.Select(message => Arrive(person, to, Forwarding.Copy(world, message, to.Id, person.Id, fromBot: false))).ToList();
    });

    /// <summary>A forward with an origin of the caller's choosing: what imported history, channels, groups and forgers make.</summary>
    public Message ForwardFrom(Person person, Bot to, string text, ForwardOrigin origin) => world.Do(_ =>
    {
        var typed = FormattedText.Typed(text);
        return Arrive(person, to, new Message(to.Id, 0, person.Id, false, 0, typed.Text) { Entities = typed.EntitiesOrNull, Origin = origin });
    });

    public void SetBlocked(Person person, Bot bot, bool blocked) => world.Do(_ =>
    {
        var chat = world.FindChat(person.Id, bot.Id) ?? new Chat(person.Id, bot.Id);
        if (chat.Blocked == blocked)
        {
            return;
        }

        world.Chats.Put(chat with { Blocked = blocked });
        world.Tell("chat", person.Id, bot.Id, ControlApi.ChatView.Of(world, person, bot));
        if (chat.Started)
        {
            UpdateFeed.Add(world, bot, "my_chat_member", ChatQueue(person), Membership(person, bot, blocked));
        }
    });

    public void Read(Person person, Bot bot) => world.Do(_ =>
    {
        var last = world.Messages.Of(person.Id, bot.Id).LastOrDefault()?.Id ?? 0;
        var chat = world.FindChat(person.Id, bot.Id);
        if (chat is not null && chat.ReadUpTo < last)
        {
            world.Chats.Put(chat with { ReadUpTo = last });
            world.Tell("chat", person.Id, bot.Id, ControlApi.ChatView.Of(world, person, bot));
        }
    });

    /// <summary>A message reaches the bot: the chat is started, the update queued, and a promoted bot answers by itself.</summary>
    private Message Arrive(Person person, Bot bot, Message draft)
    {
        RequireUnblocked(person, bot);
        var chat = world.FindChat(person.Id, bot.Id) ?? new Chat(person.Id, bot.Id);
        var first = !chat.Started;
        flood.PersonActed(bot.Id, person.Id);
        var message = Posting.Post(world, draft);
        world.Chats.Put(chat with { Started = true, ReadUpTo = message.Id });
        if (first)
        {
            world.Tell("chat", person.Id, bot.Id, ControlApi.ChatView.Of(world, person, bot));
        }

        UpdateFeed.Add(world, bot, "message", ChatQueue(person), message.ToWire(world));
        BotScripts.Heard(world, person, bot, message);
        return message;
    }

    private void RequireUnblocked(Person person, Bot bot)
    {
        if (world.FindChat(person.Id, bot.Id) is { Blocked: true })
        {
            throw Rejection.Conflict(BlockedByMe);
        }
    }

    private Message Own(Person person, Bot bot, long messageId) =>
        world.Messages.FindIn(person.Id, bot.Id, messageId) ?? throw Rejection.NotFound($"the chat has no message {messageId}");

    private Wire.ChatMemberUpdated Membership(Person person, Bot bot, bool blocked)
    {
        var member = new Wire.ChatMember("member", bot.ToUser());
        var banned = new Wire.ChatMember("kicked", bot.ToUser()) { UntilDate = 0 };
        return new Wire.ChatMemberUpdated(person.ToChat(), person.ToUser(), world.NowSeconds, blocked ? member : banned, blocked ? banned : member);
    }

    private static string ChatQueue(Person person) => $"chat/{person.Id}";

    private static string ChatInstance(Person person, Bot bot) => ((person.Id * 2_654_435_761) ^ bot.Id).ToString(CultureInfo.InvariantCulture);
}
