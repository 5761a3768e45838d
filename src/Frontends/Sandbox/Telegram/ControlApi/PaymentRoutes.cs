using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Payments;
using Marketplace.Frontends.Sandbox.Telegram.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>Paying an invoice, by its message or its link; Stars for a bot; words to a bot in inline mode.</summary>
internal static class PaymentRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/people/{person:long}/pay", async (long person, double? wait, HttpContext context, TelegramWorld world) =>
        {
            var ask = await ControlRoutes.ReadAsync<Pay>(context.Request).ConfigureAwait(false);
            var checkout = world.Do(_ =>
            {
                var who = ControlRoutes.PersonOf(world, person);
                var slug = SlugOf(world, who.Id, ask);
                var invoice = slug is null ? null : world.Invoices.Find(slug);
                return Paying.Begin(world, who, world.Bots[(invoice ?? throw Rejection.NotFound("there is no such invoice")).BotId], invoice);
            });
            return ControlRoutes.Json(await Waiting.ForPaymentAsync(world, checkout.Id, wait ?? 0, context.RequestAborted).ConfigureAwait(false));
        });
        api.MapPost("/people/{person:long}/inline", async (long person, double? wait, HttpContext context, TelegramWorld world) =>
        {
            var ask = await ControlRoutes.ReadAsync<AskInline>(context.Request).ConfigureAwait(false);
            var query = world.Do(_ =>
            {
                var (who, bot) = (ControlRoutes.PersonOf(world, person), ControlRoutes.BotOf(world, ask.Bot ?? throw Rejection.Bad("bot is missing")));
                var id = TelegramWorld.Key(world.Next("inline", first: 5_381_920_000_000_000_001));
                UpdateFeed.Add(world, bot, "inline_query", $"inline/{who.Id}", new { id, from = who.ToUser(), query = ask.Query ?? "", offset = "", chat_type = "sender" });
                return world.InlineQueries.Put(new Inline.InlineQuery(id, bot.Id, who.Id, ask.Query ?? "", world.Now));
            });
            return ControlRoutes.Json(await Waiting.ForResultsAsync(world, query.Id, wait ?? 0, context.RequestAborted).ConfigureAwait(false));
        });
        api.MapPost("/bots/{bot}/stars", async (string bot, HttpRequest request, TelegramWorld world) =>
        {
            var ask = await ControlRoutes.ReadAsync<GiveStars>(request).ConfigureAwait(false);
            var amount = ask.Amount is > 0 and <= 1_000_000 ? ask.Amount : throw Rejection.Bad("amount must be 1 to 1000000");
            var id = ControlRoutes.BotOf(world, bot).Id;
            return ControlRoutes.Json(world.Do(_ =>
            {
                StarBooks.Add(world, id, amount, new { type = "other" });
                return new { balance = StarBooks.Balance(world, id) };
            }));
        });
    }

    private static string? SlugOf(TelegramWorld world, long personId, Pay ask) => ask switch
    {
        { Url: { } url } => url.StartsWith("https://t.me/$", StringComparison.Ordinal) ? url["https://t.me/$".Length..] : throw Rejection.Bad("not a link to an invoice"),
        { MessageId: { } id, Bot: { } bot } => world.Messages.FindIn(personId, ControlRoutes.BotOf(world, bot).Id, id)?.InvoiceSlug,
        _ => throw Rejection.Bad("name the invoice by url, or by bot and message_id"),
    };

    private sealed record Pay(string? Url, string? Bot, long? MessageId);

    private sealed record AskInline(string? Bot, string? Query);

    private sealed record GiveStars(long Amount);
}

/// <summary>How far a payment is; with shipping, that of the checkout that followed.</summary>
internal sealed record PaymentView(string Id, bool Answered, bool Paid, string? Error, string? ChargeId)
{
    public static PaymentView Of(TelegramWorld world, string id)
    {
        var checkout = world.Checkouts.Find(id)!;
        return checkout.Next is { } next ? Of(world, next) : new PaymentView(checkout.Id, checkout.Answered, checkout.ChargeId is not null, checkout.Error, checkout.ChargeId);
    }
}

internal sealed record InlineView(string Id, bool Answered, System.Text.Json.JsonElement? Results);
