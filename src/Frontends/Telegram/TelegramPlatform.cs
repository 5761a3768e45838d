using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Screens;
using Marketplace.Frontends.Telegram.Sending;
using Marketplace.Frontends.Telegram.Updates;
using Marketplace.Kernel;
using Microsoft.Extensions.Logging;
using Telegram.Bot.Requests;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using InputFileStream = Telegram.Bot.Types.InputFileStream;
using InputMediaPhoto = Telegram.Bot.Types.InputMediaPhoto;
using LinkPreviewOptions = Telegram.Bot.Types.LinkPreviewOptions;

namespace Marketplace.Frontends.Telegram;

/// <summary>Telegram's private chats.</summary>
internal sealed class TelegramPlatform(
    TelegramApi telegram, OurBot bot, UpdateReader reader, BulkLane bulk, ILogger<TelegramPlatform> logger) : IChatPlatform
{
    public const string PlatformName = "telegram";

    /// <summary>Somebody who started a bot before sees its Start button again only behind a link that carries something.</summary>
    private const string Greeting = "go";

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    public string Name => PlatformName;

    public ChatInput? Read(string payload) => reader.Read(payload);

    public async Task<Delivery> ShowAsync(string chatId, Screen screen, string? editMessageId, CancellationToken cancellationToken)
    {
        if (!TryId(chatId, out var chat))
        {
            return Refused($"'{chatId}' is no chat of Telegram's");
        }

        var keyboard = TelegramHtml.Keyboard(screen.Buttons, out var mistake);
        if (mistake is not null)
        {
            return Refused(mistake);
        }

        var text = TelegramHtml.Text(screen.Text);
        return screen.Picture is { } picture && TelegramHtml.IsCaption(screen.Text)
            ? await ShowPictureAsync(chat, picture, text, keyboard, editMessageId, cancellationToken)
            : await ShowTextAsync(chat, text, keyboard, editMessageId, cancellationToken);
    }

    public async Task<Delivery> NotifyAsync(string chatId, Screen screen, CancellationToken cancellationToken)
    {
        await bulk.EnterAsync(chatId, cancellationToken);
        var delivery = await ShowAsync(chatId, screen, editMessageId: null, cancellationToken);
        if (delivery is { Outcome: DeliveryOutcome.TryLater, RetryAfter: { } wait })
        {
            bulk.Pause(chatId, wait);
        }

        return delivery;
    }

    public async Task RetireAsync(string chatId, string messageId, CancellationToken cancellationToken)
    {
        if (!TryId(chatId, out var chat) || !TryMessageId(messageId, out var message))
        {
            return;
        }

        // The words stay: an address, a receipt, what was agreed. Only its buttons go, so that the chat keeps one live menu.
        var strip = new EditMessageReplyMarkupRequest { ChatId = chat, MessageId = message };
        var stripped = await telegram.CallAsync(new Reading<SentMessage>(strip), cancellationToken);
        if (!stripped.Succeeded)
        {
            logger.LogDebug("Message {Message} in chat {Chat} keeps its buttons: {Failure}", message, chat, stripped.Failure);
        }
    }

    public async Task AcknowledgeAsync(ChatInput input, CancellationToken cancellationToken)
    {
        if (input.Content is not ButtonPressed press)
        {
            return;
        }

        var answered = await telegram.CallAsync(new AnswerCallbackQueryRequest { CallbackQueryId = press.AcknowledgementId }, cancellationToken);
        if (!answered.Succeeded && answered.Failure.Kind is not TelegramFailureKind.QueryTooOld)
        {
            logger.LogWarning("The press {Key} could not be acknowledged: {Failure}", input.Key, answered.Failure);
        }
    }

    public async Task<Result<PromotedBot>> ResolveBotAsync(string reference, CancellationToken cancellationToken)
    {
        if (BotReference.ReadUsername(reference) is not { } username)
        {
            return ChatErrors.NotABotLink;
        }

        if (username.Equals(bot.Username, StringComparison.OrdinalIgnoreCase))
        {
            return ChatErrors.OurOwnBot;
        }

        // The documentation speaks of channels and supergroups, but the server finds bots by name, too: as private chats. People it does not find.
        var found = await telegram.CallAsync(new Reading<Chat>(new GetChatRequest { ChatId = $"@{username}" }), cancellationToken);
        return found switch
        {
            { Failure.Kind: TelegramFailureKind.ChatNotFound or TelegramFailureKind.BadRequest } => ChatErrors.BotNotFound.With("bot", username),
            { Failure: { } failure } => Unavailable(failure),
            { Result: { Type: "private" } chat } when chat.Id == bot.Id => ChatErrors.OurOwnBot,
            { Result: { Type: "private" } chat } => new PromotedBot(PlatformName, chat.Id.ToString(CultureInfo.InvariantCulture), chat.Username ?? username),
            _ => ChatErrors.BotNotFound.With("bot", username),
        };
    }

    public string LinkToUs(string payload) => $"https://t.me/{bot.Username}?start={payload}";

    public string LinkTo(PromotedBot bot) => $"https://t.me/{bot.Username}?start={Greeting}";

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    /// <summary>The library has message ids of 32 bits. One beyond them is treated like a message that is gone: the screen is sent anew.</summary>
    private static bool TryMessageId(string? text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private async Task<Delivery> ShowTextAsync(
        long chat, string text, InlineKeyboardMarkup? keyboard, string? editMessageId, CancellationToken cancellationToken)
    {
        if (TryMessageId(editMessageId, out var messageId))
        {
            var edit = new EditMessageTextRequest
            {
                ChatId = chat,
                MessageId = messageId,
                Text = text,
                ParseMode = ParseMode.Html,
                LinkPreviewOptions = NoPreview,
                ReplyMarkup = keyboard,
            };
            var edited = await telegram.CallAsync(new Reading<SentMessage>(edit), cancellationToken);
            if (edited.Failure?.Kind is not TelegramFailureKind.MessageGone)
            {
                return Judge(edited.Failure, editMessageId);
            }
        }

        var message = new SendMessageRequest { ChatId = chat, Text = text, ParseMode = ParseMode.Html, LinkPreviewOptions = NoPreview, ReplyMarkup = keyboard };
        return await SendAsync(message, cancellationToken);
    }

    /// <summary>A text can become a picture, and a picture another one; the way back does not exist, so that a text after it is sent anew.</summary>
    private async Task<Delivery> ShowPictureAsync(
        long chat, Picture picture, string caption, InlineKeyboardMarkup? keyboard, string? editMessageId, CancellationToken cancellationToken)
    {
        if (TryMessageId(editMessageId, out var messageId))
        {
            using var instead = new MemoryStream(picture.Png.ToArray(), writable: false);
            var media = new InputMediaPhoto(new InputFileStream(instead, picture.FileName)) { Caption = caption, ParseMode = ParseMode.Html };
            var edit = new EditMessageMediaRequest { ChatId = chat, MessageId = messageId, Media = media, ReplyMarkup = keyboard };
            var edited = await telegram.CallAsync(new Reading<SentMessage>(edit), cancellationToken);
            if (edited.Failure?.Kind is not TelegramFailureKind.MessageGone)
            {
                return Judge(edited.Failure, editMessageId);
            }
        }

        using var png = new MemoryStream(picture.Png.ToArray(), writable: false);
        var photo = new SendPhotoRequest { ChatId = chat, Photo = new InputFileStream(png, picture.FileName), Caption = caption, ParseMode = ParseMode.Html, ReplyMarkup = keyboard };
        return Judge(await telegram.CallAsync(new Reading<SentMessage>(photo), cancellationToken));
    }

    private async Task<Delivery> SendAsync(SendMessageRequest request, CancellationToken cancellationToken)
    {
        var sent = await telegram.CallAsync(new Reading<SentMessage>(request), cancellationToken);
        if (sent.Failure is { Kind: TelegramFailureKind.ChatMigrated, MigratedTo: { } movedTo })
        {
            request.ChatId = movedTo;
            sent = await telegram.CallAsync(new Reading<SentMessage>(request), cancellationToken);
        }

        return Judge(sent);
    }

    private Delivery Judge(TelegramAnswer<SentMessage> sent) =>
        Judge(sent.Failure, sent.Result is { MessageId: > 0 } message ? message.MessageId.ToString(CultureInfo.InvariantCulture) : null);

    private Delivery Judge(TelegramFailure? failure, string? messageId)
    {
        switch (failure?.Kind)
        {
            case null or TelegramFailureKind.NotModified:
                return new Delivery(DeliveryOutcome.Delivered, messageId);
            case TelegramFailureKind.Blocked or TelegramFailureKind.ChatNotFound:
                return new Delivery(DeliveryOutcome.Unreachable, Reason: failure.Description);
            case TelegramFailureKind.TooManyRequests or TelegramFailureKind.Outage or TelegramFailureKind.Unauthorized:
                return new Delivery(DeliveryOutcome.TryLater, RetryAfter: failure.RetryAfter, Reason: failure.Description);
            default:
                return Refused(failure.ToString());
        }
    }

    private Delivery Refused(string reason)
    {
        logger.LogError("Telegram refuses a message of ours: {Reason}", reason);
        return new Delivery(DeliveryOutcome.Refused, Reason: reason);
    }

    private Error Unavailable(TelegramFailure failure)
    {
        logger.LogWarning("A bot could not be looked up: {Failure}", failure);
        return ChatErrors.PlatformUnavailable;
    }
}
