using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendPoll(FloodGate flood) : IBotApiMethod
{
    private const int QuestionLimit = 300;
    private const int OptionLimit = 100;
    private const int MostOptions = 12;

    public string Name => "sendPoll";

    public IReadOnlyList<string> Parameters { get; } =
    [
        .. Outgoing.ParametersWith(
            "question", "question_parse_mode", "question_entities", "options", "is_anonymous", "type", "allows_multiple_answers", "allows_revoting", "shuffle_options",
            "allow_adding_options", "hide_results_until_closes", "members_only", "country_codes", "correct_option_ids", "explanation", "explanation_parse_mode", "explanation_entities",
            "explanation_media", "open_period", "close_date", "is_closed", "description", "description_parse_mode", "description_entities", "media")
            .Except(["direct_messages_topic_id", "suggested_post_parameters"]),
    ];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var question = FormattedText.Parse(arguments.TextOrEmpty("question"), arguments.Text("question_parse_mode"), arguments.Json("question_entities", "question_entities"));
        if (question.Text.Length == 0)
        {
            throw Refusal.BadRequest("Poll question must be non-empty");
        }

        question.RequireLength(QuestionLimit, $"Poll question length must not exceed {QuestionLimit}");
        var options = Options(arguments);
        var type = arguments.TextOrEmpty("type") is { Length: > 0 } given ? given : "regular";
        var correct = type switch
        {
            "regular" => null,
            "quiz" => Correct(arguments, options.Count),
            _ => throw Refusal.BadRequest("Unsupported poll type specified"),
        };
        var poll = new
        {
            id = call.World.Do(world => TelegramWorld.Key(world.Next("poll", first: 5_200_000_000_000_000_001))),
            question = question.Text,
            question_entities = question.EntitiesOrNull,
            options = options.Select((text, index) => new { persistent_id = $"{index}", text, voter_count = 0 }),
            total_voter_count = 0,
            is_closed = arguments.Flag("is_closed"),
            is_anonymous = !arguments.Has("is_anonymous") || arguments.Flag("is_anonymous"),
            type,
            allows_multiple_answers = arguments.Flag("allows_multiple_answers"),
            allows_revoting = type == "regular",
            members_only = false,
            correct_option_ids = correct,
            explanation = arguments.Text("explanation"),
        };
        return new(new Answer(Outgoing.Post(call, flood, draft => draft with { Attachment = Attachment.Of("poll", poll) })));
    }

    private static List<string> Options(Arguments arguments)
    {
        if (arguments.Json("options", "options") is not { ValueKind: JsonValueKind.Array } array)
        {
            throw Refusal.BadRequest("Expected an Array of InputPollOption");
        }

        var options = array.EnumerateArray().Select(option => (option.ValueKind switch
        {
            JsonValueKind.String => option.GetString()!,
            _ => option.Words("text") ?? throw Refusal.BadRequest("Can't parse InputPollOption: Can't find field \"text\""),
        }).Trim()).ToList();
        return options switch
        {
            { Count: 0 } => throw Refusal.BadRequest("Poll must have at least 1 option"),
            { Count: > MostOptions } => throw Refusal.BadRequest($"Poll can't have more than {MostOptions} options"),
            _ when options.Exists(option => option.Length == 0) => throw Refusal.BadRequest("Poll options must be non-empty"),
            _ when options.Exists(option => option.EnumerateRunes().Count() > OptionLimit) => throw Refusal.BadRequest($"Poll options length must not exceed {OptionLimit}"),
            _ => options,
        };
    }

    private static long[] Correct(Arguments arguments, int options)
    {
        var ids = arguments.Json("correct_option_ids", "correct_option_ids") is { ValueKind: JsonValueKind.Array } given
            ? given.EnumerateArray().Select(id => id.Whole() ?? -1).ToArray()
            : [];
        return ids.Length > 0 && Array.TrueForAll(ids, id => id >= 0 && id < options) ? ids : throw Refusal.BadRequest("Wrong correct option ID specified");
    }
}

internal sealed class StopPoll : IBotApiMethod
{
    public string Name => "stopPoll";

    public IReadOnlyList<string> Parameters => ["business_connection_id", "chat_id", "message_id", "reply_markup"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var keyboard = Keyboards.Read(call.Arguments, inlineOnly: true);
        return new(call.World.Do(world =>
        {
            var message = Chats.Message(call, Chats.Writable(call), "message with poll to stop not found");
            if (message.Attachment is not { Kind: "poll" } poll)
            {
                throw Refusal.BadRequest("message is not a poll");
            }

            if (!message.FromBot || message.Origin is not null || poll.Body.GetProperty("is_closed").GetBoolean())
            {
                throw Refusal.BadRequest("poll can't be stopped");
            }

            var closed = JsonNode.Parse(poll.Body.GetRawText())!;
            closed["is_closed"] = true;
            var stopped = Attachment.Of("poll", closed);
            Posting.Change(world, message with { Attachment = stopped, Keyboard = keyboard, EditDate = world.NowSeconds });
            return new Answer(stopped.Body);
        }));
    }
}
