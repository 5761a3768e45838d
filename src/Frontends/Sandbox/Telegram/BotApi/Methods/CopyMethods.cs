using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>A message as it is, without a word of where it comes from.</summary>
internal sealed class CopyMessage(FloodGate flood) : IBotApiMethod
{
    public string Name => "copyMessage";

    public IReadOnlyList<string> Parameters { get; } =
    [
        .. Outgoing.ParametersWith([.. Outgoing.CaptionParameters, "from_chat_id", "message_id", "video_start_timestamp", "show_caption_above_media"]).Except(["business_connection_id"]),
    ];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var caption = call.Arguments.Has("caption") ? Outgoing.Caption(call.Arguments) : null;
        var markup = Keyboards.ReadMarkup(call.Arguments);
        return new(call.World.Do(world =>
        {
            var (person, draft) = Outgoing.Draft(call, markup);
            var message = Chats.Message(call, Chats.Known(call, "from_chat_id"), "message to copy not found");
            if (message.Protected || message.Attachment is { IsService: true } or { Kind: "invoice" })
            {
                throw Refusal.BadRequest("the message can't be copied");
            }

            flood.Pass(call.Bot.Id, person.Id);
            var copy = Forwarding.Bare(message, draft);
            copy = caption is not null && copy.HasCaption ? copy.With(caption, call.Arguments.Flag("show_caption_above_media")) : copy;
            return new Answer(new { message_id = Posting.Post(world, Outgoing.Checked(copy)).Id });
        }));
    }
}

/// <summary>The methods that take a list of messages; those that are not there are passed over.</summary>
internal static class MessageLists
{
    private const int Limit = 100;

    public static IReadOnlyList<long> Ids(Arguments arguments, bool increasing)
    {
        if (arguments.Json("message_ids", "message identifiers") is not { } json)
        {
            throw Refusal.BadRequest("Message identifiers are not specified");
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.BadRequest("Expected an Array of message identifiers");
        }

        var ids = json.EnumerateArray().Select(id =>
            id.Whole() is > 0 and var number ? number : throw Refusal.BadRequest("Invalid message identifier specified")).ToList();
        return ids switch
        {
            { Count: 0 } => throw Refusal.BadRequest("Message identifiers are not specified"),
            { Count: > Limit } => throw Refusal.BadRequest("Too many message identifiers specified"),
            _ when increasing && ids.Zip(ids.Skip(1)).Any(pair => pair.First >= pair.Second) =>
                throw Refusal.BadRequest("Message identifiers must be in a strictly increasing order"),
            _ => ids,
        };
    }

    public static Answer Pass(BotCall call, FloodGate flood, string verb, Func<Message, bool> possible, Func<TelegramWorld, Message, People.Person, Message> make)
    {
        var ids = Ids(call.Arguments, increasing: true);
        return call.World.Do(world =>
        {
            var to = Chats.Writable(call);
            var from = Chats.Known(call, "from_chat_id");
            var messages = ids.Select(id => world.Messages.FindIn(from.Id, call.Bot.Id, id)).OfType<Message>().Where(possible).ToList();
            if (messages.Exists(message => message.Protected))
            {
                throw Refusal.BadRequest($"messages can't be {verb switch { "copy" => "copied", _ => "forwarded" }}");
            }

            if (messages.Count == 0)
            {
                throw Refusal.BadRequest($"There are no messages to {verb}");
            }

            messages.ForEach(_ => flood.Pass(call.Bot.Id, to.Id));
            return new Answer(messages
                .Select(message => new { message_id = Posting.Post(world, make(world, message, to) with { Protected = call.Arguments.Flag("protect_content") }).Id })
                .ToList());
        });
    }
}

internal sealed class CopyMessages(FloodGate flood) : IBotApiMethod
{
    public string Name => "copyMessages";

    public IReadOnlyList<string> Parameters =>
        ["chat_id", "message_thread_id", "direct_messages_topic_id", "from_chat_id", "message_ids", "disable_notification", "protect_content", "remove_caption"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(MessageLists.Pass(
        call,
        flood,
        "copy",
        message => message.Attachment is not ({ IsService: true } or { Kind: "invoice" }),
        (_, message, to) =>
        {
            var copy = Forwarding.Bare(message, new Message(call.Bot.Id, 0, to.Id, true, 0, ""));
            return copy.HasCaption && call.Arguments.Flag("remove_caption") ? copy with { Text = "", Entities = null } : copy;
        }));
}

internal sealed class ForwardMessages(FloodGate flood) : IBotApiMethod
{
    public string Name => "forwardMessages";

    public IReadOnlyList<string> Parameters =>
        ["chat_id", "message_thread_id", "direct_messages_topic_id", "from_chat_id", "message_ids", "disable_notification", "protect_content"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(MessageLists.Pass(
        call,
        flood,
        "forward",
        message => message.Attachment is not { IsService: true },
        (world, message, to) => Forwarding.Copy(world, message, call.Bot.Id, to.Id, fromBot: true)));
}

internal sealed class DeleteMessages : IBotApiMethod
{
    public string Name => "deleteMessages";

    public IReadOnlyList<string> Parameters => ["chat_id", "message_ids"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var ids = MessageLists.Ids(call.Arguments, increasing: false);
        return new(call.World.Do(world =>
        {
            var person = Chats.Known(call);
            foreach (var message in ids.Distinct().Select(id => world.Messages.FindIn(person.Id, call.Bot.Id, id)).OfType<Message>())
            {
                if (DeleteMessage.IsDeletable(world, message))
                {
                    Posting.Delete(world, message);
                }
            }

            return new Answer(true);
        }));
    }
}
