using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class AnswerInlineQuery : IBotApiMethod
{
    private const int MostResults = 50;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private static readonly string[] Types =
        ["article", "photo", "gif", "mpeg4_gif", "video", "audio", "voice", "document", "location", "venue", "contact", "game", "sticker"];

    public string Name => "answerInlineQuery";

    public IReadOnlyList<string> Parameters => ["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        if (call.Arguments.Json("results", "inline query results") is not { } results)
        {
            throw Refusal.BadRequest("Parameter \"results\" is required");
        }

        if (results.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.BadRequest("Expected an Array of InlineQueryResult");
        }

        Check(results);
        return new(call.World.Do(world =>
        {
            var query = world.InlineQueries.Find(call.Arguments.TextOrEmpty("inline_query_id"));
            if (query is null || query.BotId != call.Bot.Id || query.Results is not null || world.Now - query.AskedAt > Lifetime)
            {
                throw Refusal.BadRequest("query is too old and response timeout expired or query ID is invalid");
            }

            world.InlineQueries.Put(query with { Results = results });
            return new Answer(true);
        }));
    }

    private static void Check(JsonElement results)
    {
        if (results.GetArrayLength() > MostResults)
        {
            throw Refusal.BadRequest("RESULTS_TOO_MUCH");
        }

        var ids = new HashSet<string>();
        foreach (var result in results.EnumerateArray())
        {
            var (type, id) = (Field(result, "type"), Field(result, "id"));
            if (!Types.Contains(type))
            {
                throw Unparsed($"type \"{type}\" is unsupported for the inline query result");
            }

            if (id.Length is 0 or > 64)
            {
                throw Refusal.BadRequest("RESULT_ID_INVALID");
            }

            if (!ids.Add(id))
            {
                throw Refusal.BadRequest("RESULT_ID_DUPLICATE");
            }

            if (type == "article")
            {
                Field(result, "title");
                if (!result.TryGetProperty("input_message_content", out _))
                {
                    throw Unparsed("Can't find field \"input_message_content\"");
                }
            }
        }
    }

    private static string Field(JsonElement result, string name) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty(name, out var value) ? value.ToString() : throw Unparsed($"Can't find field \"{name}\"");

    private static Refusal Unparsed(string reason) => Refusal.BadRequest("can't parse inline query result: " + reason);
}
