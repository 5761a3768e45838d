using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

// What the control API shows: a person's side of things. The Bot API's own objects are in Wire.

internal sealed record MessageView(long MessageId, long Version, string From, long Date, string Text)
{
    public long? EditDate { get; init; }

    public IReadOnlyList<MessageEntity>? Entities { get; init; }

    public string? PhotoUrl { get; init; }

    /// <summary>A sticker is its emoji.</summary>
    public string? StickerEmoji { get; init; }

    public FileView? Document { get; init; }

    /// <summary>The keys below the input field from this message on; none: they are gone.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? ReplyKeyboard { get; init; }

    public string? Reaction { get; init; }

    public bool? Pinned { get; init; }

    public bool? CaptionAboveMedia { get; init; }

    public IReadOnlyList<IReadOnlyList<InlineButton>>? Buttons { get; init; }

    public ForwardOrigin? ForwardOrigin { get; init; }

    public string? ForwardedFrom { get; init; }

    public long? ReplyTo { get; init; }

    public bool? Protected { get; init; }

    public bool? Deleted { get; init; }

    public static MessageView Of(TelegramWorld world, Message message) => message.Deleted
        ? new MessageView(message.Id, message.Version, Side(message), message.Date, "") { Deleted = true }
        : new MessageView(message.Id, message.Version, Side(message), message.Date, WordsOf(message))
        {
            EditDate = message.EditDate,
            Entities = message.Entities,
            PhotoUrl = message.Photo?.Source,
            StickerEmoji = message.Attachment is { Kind: "sticker" } sticker ? sticker.Body.TryGetProperty("emoji", out var emoji) ? emoji.GetString() : "🙂" : null,
            Document = message.Attachment is { Kind: not "sticker", FileId: { } fileId } && world.Files.Find(fileId) is { } file ? FileView.Of(file) : null,
            ReplyKeyboard = message.ReplyKeyboard,
            Reaction = message.Reaction,
            Pinned = message.Pinned ? true : null,
            CaptionAboveMedia = message.CaptionAboveMedia ? true : null,
            Buttons = message.Keyboard?.Rows,
            ForwardOrigin = message.Origin,
            ForwardedFrom = message.Origin is { } origin ? NameOf(origin) : null,
            ReplyTo = message.ReplyTo is { } id && world.Messages.FindIn(message.PersonId, message.BotId, id) is not null ? id : null,
            Protected = message.Protected ? true : null,
        };

    private static string WordsOf(Message message) => message.Text.Length > 0 ? message.Text : message.Attachment?.InWords() ?? "";

    private static string Side(Message message) => message.FromBot ? "bot" : "person";

    private static string NameOf(ForwardOrigin origin) =>
        origin.SenderUser?.FirstName ?? origin.SenderUserName ?? origin.Chat?.Title ?? origin.SenderChat?.Title ?? "Unknown";
}

internal sealed record FileView(string? FileName, string? MimeType, long FileSize, string Url)
{
    public static FileView Of(StoredFile file) => new(file.Name, file.MimeType, file.Size, "/sandbox/api/files/" + file.FileId);
}

internal sealed record PersonView(long Id, string FirstName, string LanguageCode, string Role)
{
    public string? LastName { get; init; }

    public string? Username { get; init; }

    /// <summary>The person's own address on the chain.</summary>
    public string? Wallet { get; init; }

    public static PersonView Of(TelegramWorld world, Person person) => new(person.Id, person.FirstName, person.LanguageCode, person.Role)
    {
        LastName = person.LastName,
        Username = person.Username,
        Wallet = world.WalletOf?.Invoke(person.Id),
    };
}

/// <summary>A bot; its <c>Languages</c> are those in which it has set a list of commands, the only sign on the platform of what a bot speaks.</summary>
internal sealed record BotView(long Id, string Username, string Name, string About, bool Hosted, IReadOnlyList<string> Languages)
{
    public static BotView Of(TelegramWorld world, Bot bot) => new(bot.Id, bot.Username, bot.FirstName, bot.About, bot.Life == BotLife.Hosted, LanguagesOf(world, bot));

    private static List<string> LanguagesOf(TelegramWorld world, Bot bot) =>
        [.. world.Commands.All.Where(list => list.BotId == bot.Id && list.LanguageCode.Length > 0).Select(list => list.LanguageCode).Distinct().Order(StringComparer.Ordinal)];
}

internal sealed record ChatView(BotView Bot, bool Started, bool Blocked, int Unread, MessageView? LastMessage)
{
    public static ChatView Of(TelegramWorld world, Person person, Bot bot)
    {
        var chat = world.FindChat(person.Id, bot.Id) ?? new Chat(person.Id, bot.Id);
        var messages = world.Messages.Of(person.Id, bot.Id).Where(message => !message.Deleted).ToList();
        return new ChatView(
            BotView.Of(world, bot),
            chat.Started,
            chat.Blocked,
            messages.Count(message => message.FromBot && message.Id > chat.ReadUpTo),
            messages.Count == 0 ? null : MessageView.Of(world, messages[^1]));
    }
}

internal sealed record HistoryView(long Version, IReadOnlyList<MessageView> Messages);

internal sealed record CallbackView(string CallbackQueryId, long MessageId, bool Answered, string? Text, bool ShowAlert, string? Url)
{
    public static CallbackView Of(Callback callback) =>
        new(callback.Id, callback.MessageId, callback.Answered, callback.Text, callback.ShowAlert, callback.Url);
}
