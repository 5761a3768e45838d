namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

internal static class Forwarding
{
    /// <summary>
    /// The message as it appears elsewhere: with where it was first written, without its keyboard and without "edited". A message that was itself forwarded keeps its first origin.
    /// </summary>
    public static Message Copy(TelegramWorld world, Message message, long toBotId, long toPersonId, bool fromBot)
    {
        var sender = message.FromBot ? world.Bots[message.BotId].ToUser() : world.FindPerson(message.PersonId)!.ToUser();
        return message with
        {
            BotId = toBotId,
            PersonId = toPersonId,
            FromBot = fromBot,
            Origin = message.Origin ?? new ForwardOrigin("user", message.Date) { SenderUser = sender },
            Keyboard = null,
            EditDate = null,
            ReplyTo = null,
            Protected = false,
        };
    }
}
