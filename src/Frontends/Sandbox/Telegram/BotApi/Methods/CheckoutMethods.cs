using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Payments;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class AnswerPreCheckoutQuery : IBotApiMethod
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "answerPreCheckoutQuery";

    public IReadOnlyList<string> Parameters => ["pre_checkout_query_id", "ok", "error_message"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var error = call.Arguments.Flag("ok") ? null : call.Arguments.Required("error_message");
        return new(call.World.Do(world =>
        {
            var checkout = Checkouts.Waiting(call, "pre_checkout_query_id", shipping: false, Patience);
            if (error is null)
            {
                Paying.Complete(world, checkout);
            }
            else
            {
                world.Checkouts.Put(checkout with { Answered = true, Error = error });
            }

            return new Answer(true);
        }));
    }
}

internal sealed class AnswerShippingQuery : IBotApiMethod
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    public string Name => "answerShippingQuery";

    public IReadOnlyList<string> Parameters => ["shipping_query_id", "ok", "shipping_options", "error_message"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var (option, price) = call.Arguments.Flag("ok") ? First(call.Arguments) : (null, 0);
        var error = option is null ? call.Arguments.Required("error_message") : null;
        return new(call.World.Do(world =>
        {
            var shipping = Checkouts.Waiting(call, "shipping_query_id", shipping: true, Patience);
            if (option is not null)
            {
                Paying.Ship(world, shipping, option, price);
            }
            else
            {
                world.Checkouts.Put(shipping with { Answered = true, Error = error });
            }

            return new Answer(true);
        }));
    }

    private static (string Id, long Price) First(Arguments arguments)
    {
        if (arguments.Json("shipping_options", "shipping options") is not { ValueKind: JsonValueKind.Array } options || options.GetArrayLength() == 0)
        {
            throw Refusal.BadRequest("Expected an Array of shipping options");
        }

        var first = options[0];
        return first.ValueKind == JsonValueKind.Object && first.TryGetProperty("id", out var id) && first.TryGetProperty("title", out _) && first.TryGetProperty("prices", out var prices)
            ? (id.ToString(), Invoices.Prices(prices).Sum())
            : throw Refusal.BadRequest("Can't parse shipping option: Can't find field \"id\"");
    }
}

internal static class Checkouts
{
    public static Checkout Waiting(BotCall call, string name, bool shipping, TimeSpan patience) =>
        call.World.Checkouts.Find(call.Arguments.TextOrEmpty(name)) is { Answered: false } checkout
        && checkout.BotId == call.Bot.Id
        && checkout.Shipping == shipping
        && call.World.Now - checkout.AskedAt <= patience
            ? checkout
            : throw Refusal.BadRequest("query is too old and response timeout expired or query ID is invalid");
}
