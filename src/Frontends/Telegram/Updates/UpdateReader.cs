using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Polling;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Telegram.Updates;

/// <summary>
/// Understands an update. Only what a person does in a private chat means something to us; whatever else arrives, however broken, is null
/// and at most a line in the log.
/// </summary>
internal sealed class UpdateReader(OurBot bot, PollingWatch watch, ILogger<UpdateReader> logger)
{
    /// <summary>The longest language tag that a client sends is far shorter; more is noise.</summary>
    private const int LongestLanguageCode = 35;

    public ChatInput? Read(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, WireJson.Default.Update) is { UpdateId: { } id } update
                ? Understand(id, update)
                : throw new MalformedUpdateException("it has no update_id");
        }
        catch (Exception exception) when (exception is JsonException or MalformedUpdateException or ArgumentException)
        {
            // The content stays out of the log: it is somebody's words. The fingerprint finds the update in the inbox.
            logger.LogWarning("Update {Reference} can not be understood: {Reason}", Reference(payload), Reason(exception));
            return null;
        }
    }

    private ChatInput? Understand(long id, Update update) => update switch
    {
        { Message: { } message } => FromMessage(id, message),
        { CallbackQuery: { } query } => FromPress(id, query),
        { MyChatMember: { } change } => FromBlock(id, change),
        _ => null,
    };

    private ChatInput? FromMessage(long id, Message message)
    {
        if (message is not { Chat: { Type: "private" } chat, From: { IsBot: false } from })
        {
            return message.Chat is null ? throw new MalformedUpdateException("its message has no chat") : null;
        }

        return Content(message) is { } content ? Input(id, from, chat.Id, content) : null;
    }

    private ChatContent? Content(Message message)
    {
        if (message.ForwardOrigin is { } origin)
        {
            return ForwardReading.Read(message, origin, isExternalReply: false, watch.ClockAhead);
        }

        if (message.Text is { } text && CommandReading.Read(text, bot.Username) is { } command)
        {
            return command;
        }

        // A quotation from another chat looks like a forward to its sender, and must be told apart from plain words.
        if (message.ExternalReply is { Origin: { } quoted })
        {
            return ForwardReading.Read(message, quoted, isExternalReply: true, watch.ClockAhead);
        }

        return message.Text is { } words
            ? new TextEntered(words)
            : MediaReading.Kind(message) is { } kind ? new OtherContent(kind) : null;
    }

    private ChatInput? FromPress(long id, CallbackQuery query)
    {
        if (query is not { Id: { Length: > 0 } queryId, From: { IsBot: false } from })
        {
            throw new MalformedUpdateException("its press has no id or nobody who pressed");
        }

        if (query.Message is { Chat.Type: not null and not "private" })
        {
            return null;
        }

        // The stub of a message that is too old has the date 0: it can not be edited any more.
        var messageId = query.Message is { Date: > 0 } message ? message.MessageId.ToString(CultureInfo.InvariantCulture) : null;
        var press = new ButtonPressed(query.Data ?? string.Empty, messageId, queryId);
        return Input(id, from, query.Message?.Chat?.Id ?? from.Id, press);
    }

    private ChatInput? FromBlock(long id, ChatMemberUpdated change) => change switch
    {
        { Chat: { Type: "private" } chat, From: { } from, NewChatMember.Status: "kicked" } => Input(id, from, chat.Id, new ReachabilityChanged(false)),
        { Chat: { Type: "private" } chat, From: { } from, NewChatMember.Status: "member" } => Input(id, from, chat.Id, new ReachabilityChanged(true)),
        _ => null,
    };

    private ChatInput Input(long id, User from, long chatId, ChatContent content) => new(
        new Identity(TelegramPlatform.PlatformName, from.Id.ToString(CultureInfo.InvariantCulture)),
        chatId.ToString(CultureInfo.InvariantCulture),
        bot.UpdateKey(id),
        content,
        from.LanguageCode is { Length: > 0 and <= LongestLanguageCode } language ? language : null)
    {
        Username = from.Username,
    };

    private static string Reference(string payload) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)))[..12];

    private static string Reason(Exception exception) => exception switch
    {
        JsonException json => $"not the JSON of an update, at {json.Path ?? "its start"}",
        ArgumentException => "text that is not Unicode",
        _ => exception.Message,
    };
}

/// <summary>An update lacks what it must have. Never leaves this folder.</summary>
internal sealed class MalformedUpdateException(string reason) : Exception(reason);
