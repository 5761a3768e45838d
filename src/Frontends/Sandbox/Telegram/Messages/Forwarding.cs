namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

internal static class Forwarding
{
    /// <summary>What a message says, on the draft of another one.</summary>
    public static Message Bare(Message message, Message draft) => draft with
    {
        Text = message.Text,
        Entities = message.Entities,
        Photo = message.Photo,
        Attachment = message.Attachment,
        CaptionAboveMedia = message.CaptionAboveMedia,
        LinkPreview = message.LinkPreview,
    };

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
            ReplyKeyboard = null,
            ReplyTo = null,
            Reaction = null,
            Pinned = false,
            AlbumId = null,
            Protected = false,
        };
    }
}
