using Marketplace.Frontends.Sandbox.Telegram.ControlApi;

namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

/// <summary>Every message enters, changes and leaves a chat here: it gets its id and version, and the live stream hears of it.</summary>
internal static class Posting
{
    public static Message Post(TelegramWorld world, Message draft)
    {
        // One counter per bot over all of its private chats, as in Telegram: ids of one chat grow, with gaps.
        var message = draft with { Id = world.Next($"message/{draft.BotId}", first: 101), Date = world.NowSeconds, Version = world.Next("version") };
        return Tell(world, "message", world.Messages.Put(message));
    }

    public static Message Change(TelegramWorld world, Message changed) =>
        Tell(world, "edited", world.Messages.Put(changed with { Version = world.Next("version") }));

    public static void Delete(TelegramWorld world, Message message) =>
        Tell(world, "deleted", world.Messages.Put(message with { Deleted = true, Version = world.Next("version") }));

    private static Message Tell(TelegramWorld world, string kind, Message message)
    {
        world.Tell(kind, message.PersonId, message.BotId, MessageView.Of(world, message));
        return message;
    }
}
