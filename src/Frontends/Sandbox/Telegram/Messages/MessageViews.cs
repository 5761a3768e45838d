using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Wire;

namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

/// <summary>A message as its bot sees it.</summary>
internal static class MessageViews
{
    public static User ToUser(this Person person) =>
        new(person.Id, false, person.FirstName) { LastName = person.LastName, Username = person.Username, LanguageCode = person.LanguageCode };

    public static User ToUser(this Bot bot) => new(bot.Id, true, bot.FirstName) { Username = bot.Username };

    public static Wire.Chat ToChat(this Person person) =>
        new(person.Id, "private") { FirstName = person.FirstName, LastName = person.LastName, Username = person.Username };

    public static WireMessage ToWire(this Message message, TelegramWorld world)
    {
        var person = world.FindPerson(message.PersonId) ?? throw new InvalidOperationException($"Nobody has the id {message.PersonId}.");
        var replyTo = message.ReplyTo is { } id ? world.Messages.FindIn(message.PersonId, message.BotId, id) : null;
        var photo = message.Photo;
        return new WireMessage(message.Id, message.FromBot ? world.Bots[message.BotId].ToUser() : person.ToUser(), person.ToChat(), message.Date)
        {
            EditDate = message.EditDate,
            ForwardOrigin = message.Origin,
            // One level only: the quoted message does not quote in its turn.
            ReplyToMessage = replyTo is null ? null : (replyTo with { ReplyTo = null }).ToWire(world),
            HasProtectedContent = message.Protected ? true : null,
            Text = photo is null ? message.Text : null,
            Entities = photo is null ? message.Entities : null,
            LinkPreviewOptions = photo is null && !message.LinkPreview ? new LinkPreview(true) : null,
            Photo = photo is null ? null : [new PhotoSize(photo.FileId, photo.FileUniqueId, photo.Width, photo.Height, photo.FileSize)],
            Caption = photo is null || message.Text.Length == 0 ? null : message.Text,
            CaptionEntities = photo is null ? null : message.Entities,
            ShowCaptionAboveMedia = photo is not null && message.CaptionAboveMedia ? true : null,
            ReplyMarkup = message.Keyboard is null ? null : new ReplyMarkup(message.Keyboard.Rows),
        };
    }
}
