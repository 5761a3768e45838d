using System.Globalization;
using Marketplace.Campaigns;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Screens;
using Marketplace.Frontends.Telegram.Sending;
using Marketplace.Frontends.Telegram.Updates;
using Marketplace.Kernel;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Telegram;

/// <summary>Telegram's private chats.</summary>
internal sealed class TelegramPlatform(
    ITelegramClient client, OurBot bot, UpdateReader reader, BulkLane bulk, ILogger<TelegramPlatform> logger) : IChatPlatform
{
    public const string PlatformName = "telegram";

    private static readonly LinkPreviewOptions NoPreview = new(IsDisabled: true);

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
        if (screen.Picture is { } picture && TelegramHtml.IsCaption(screen.Text))
        {
            // Never an edit: a message of text can not become a picture.
            var photo = new SendPhotoRequest(chat, picture.Png, picture.FileName, text, "HTML", keyboard);
            return Judge(await client.SendPhotoAsync(photo, cancellationToken));
        }

        if (editMessageId is not null && TryId(editMessageId, out var messageId))
        {
            var edited = await client.EditMessageTextAsync(new(chat, messageId, text, "HTML", NoPreview, keyboard), cancellationToken);
            if (edited.Failure?.Kind is not TelegramFailureKind.MessageGone)
            {
                return Judge(edited.Failure, editMessageId);
            }
        }

        return await SendAsync(new SendMessageRequest(chat, text, "HTML", NoPreview, keyboard), cancellationToken);
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
        if (!TryId(chatId, out var chat) || !TryId(messageId, out var message))
        {
            return;
        }

        // The words stay: an address, a receipt, what was agreed. Only its buttons go, so that the chat keeps one live menu.
        var stripped = await client.RemoveKeyboardAsync(new MessageReference(chat, message), cancellationToken);
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

        var answered = await client.AnswerCallbackQueryAsync(new(press.AcknowledgementId), cancellationToken);
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
        var found = await client.GetChatAsync(new($"@{username}"), cancellationToken);
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

    public string LinkTo(PromotedBot bot) => $"https://t.me/{bot.Username}";

    private static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    private async Task<Delivery> SendAsync(SendMessageRequest request, CancellationToken cancellationToken)
    {
        var sent = await client.SendMessageAsync(request, cancellationToken);
        if (sent.Failure is { Kind: TelegramFailureKind.ChatMigrated, MigratedTo: { } movedTo })
        {
            sent = await client.SendMessageAsync(request with { ChatId = movedTo }, cancellationToken);
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
