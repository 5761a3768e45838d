using System.Text.Json;
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
            MediaGroupId = message.AlbumId,
            Text = message.HasText ? message.Text : null,
            Entities = message.HasText ? message.Entities : null,
            LinkPreviewOptions = message.HasText && !message.LinkPreview ? new LinkPreview(true) : null,
            Photo = photo is null ? null : [new PhotoSize(photo.FileId, photo.FileUniqueId, photo.Width, photo.Height, photo.FileSize)],
            Caption = message.HasCaption && message.Text.Length > 0 ? message.Text : null,
            CaptionEntities = message.HasCaption ? message.Entities : null,
            ShowCaptionAboveMedia = message.HasCaption && message.CaptionAboveMedia ? true : null,
            Rest = ContentOf(message.Attachment),
            ReplyMarkup = message.Keyboard is null ? null : new ReplyMarkup(message.Keyboard.Rows),
        };
    }

    private static Dictionary<string, JsonElement>? ContentOf(Attachment? attachment)
    {
        if (attachment is null)
        {
            return null;
        }

        var content = new Dictionary<string, JsonElement> { [attachment.Kind] = attachment.Body };
        if (attachment.Kind == "animation")
        {
            // For clients that know no animations, the server sets the document too.
            content["document"] = JsonSerializer.SerializeToElement(attachment.Body.EnumerateObject()
                .Where(field => field.Name is "file_id" or "file_unique_id" or "file_name" or "mime_type" or "file_size")
                .ToDictionary(field => field.Name, field => field.Value));
        }

        return content;
    }
}
