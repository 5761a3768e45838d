using System.Globalization;
using System.Text.Json;

namespace Marketplace.Benchmarks.Foundation.StandIn;

/// <summary>Updates as the Bot API words them (core.telegram.org/bots/api#update); each takes its id when it is queued.</summary>
internal static class Updates
{
    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public static Func<long, string> Text(Person person, string text)
    {
        object[]? entities = text[0] == '/' ? [new { type = "bot_command", offset = 0, length = text.Split(' ')[0].Length }] : null;
        return id => Write(new
        {
            update_id = id,
            message = new { message_id = id, from = From(person), chat = Chat(person), date = Now, text, entities },
        });
    }

    public static Func<long, string> Press(Person person, long messageId, string data) => id => Write(new
    {
        update_id = id,
        callback_query = new
        {
            id = id.ToString(CultureInfo.InvariantCulture),
            from = From(person),
            chat_instance = "1",
            data,
            message = new { message_id = messageId, chat = Chat(person), date = Now, text = "menu" },
        },
    });

    public static Func<long, string> Forward(Person person, long fromBot, string text) => id => Write(new
    {
        update_id = id,
        message = new
        {
            message_id = id,
            from = From(person),
            chat = Chat(person),
            date = Now,
            forward_origin = new
            {
                type = "user",
                sender_user = new { id = fromBot, is_bot = true, first_name = "Promoted", username = FastBotApi.PromotedBot },
                date = Now,
            },
            text,
        },
    });

    private static object From(Person person) => new { id = person.Id, is_bot = false, first_name = "Person", language_code = "en" };

    private static object Chat(Person person) => new { id = person.Id, type = "private", first_name = "Person" };

    private static string Write(object update) => JsonSerializer.Serialize(update, Json);

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}
