using Marketplace.Frontends.Sandbox.Telegram.ControlApi;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class AnswerCallbackQuery : IBotApiMethod
{
    private const int TextLimit = 200;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(150);

    public string Name => "answerCallbackQuery";

    public IReadOnlyList<string> Parameters => ["callback_query_id", "text", "show_alert", "url", "cache_time"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        var text = call.Arguments.TextOrEmpty("text");
        var query = world.Callbacks.Find(call.Arguments.TextOrEmpty("callback_query_id"));
        if (query is null || query.BotId != call.Bot.Id || query.Answered || world.Now - query.PressedAt > Lifetime)
        {
            throw Refusal.BadRequest("query is too old and response timeout expired or query ID is invalid");
        }

        if (text.EnumerateRunes().Count() > TextLimit)
        {
            throw Refusal.BadRequest("MESSAGE_TOO_LONG");
        }

        var answered = world.Callbacks.Put(query with
        {
            Answered = true,
            Text = text.Length == 0 ? null : text,
            ShowAlert = call.Arguments.Flag("show_alert"),
            Url = call.Arguments.Text("url"),
        });
        world.Tell("callback_answered", query.PersonId, query.BotId, CallbackView.Of(answered));
        return new Answer(true);
    }));
}
