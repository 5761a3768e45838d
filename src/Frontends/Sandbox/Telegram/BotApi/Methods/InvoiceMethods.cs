using System.Text;
using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Payments;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendInvoice(FloodGate flood) : IBotApiMethod
{
    public string Name => "sendInvoice";

    public IReadOnlyList<string> Parameters { get; } =
        [.. Outgoing.ParametersWith([.. Invoices.Parameters, "start_parameter"]).Except(["business_connection_id"])];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var draft = Invoices.Read(call);
        var start = call.Arguments.TextOrEmpty("start_parameter");
        return new(new Answer(Outgoing.Post(call, flood, message =>
        {
            var keyboard = Invoices.WithPay(message.Keyboard, draft);
            var invoice = call.World.Invoices.Put(draft with { Slug = Invoices.NewSlug(call.World) });
            return message with
            {
                InvoiceSlug = invoice.Slug,
                Keyboard = keyboard,
                Attachment = Attachment.Of("invoice", new
                {
                    title = invoice.Title,
                    description = invoice.Description,
                    start_parameter = start,
                    currency = invoice.Currency,
                    total_amount = invoice.Total,
                }),
            };
        })));
    }
}

internal sealed class CreateInvoiceLink : IBotApiMethod
{
    public string Name => "createInvoiceLink";

    public IReadOnlyList<string> Parameters { get; } = ["business_connection_id", "subscription_period", .. Invoices.Parameters];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        if (call.Arguments.Integer("subscription_period") is not 0 and not Invoices.OneMonth)
        {
            throw Refusal.BadRequest("SUBSCRIPTION_PERIOD_INVALID");
        }

        var draft = Invoices.Read(call);
        return new(call.World.Do(world => new Answer(world.Invoices.Put(draft with { Slug = Invoices.NewSlug(world) }).Link)));
    }
}

internal static class Invoices
{
    /// <summary>The only period of a subscription, in seconds.</summary>
    public const long OneMonth = 2_592_000;

    private const int MostStars = 100_000;

    /// <summary>Of one price; a sum of as many as anybody writes stays a number.</summary>
    private const long MostAmount = 1_000_000_000_000;

    public static IReadOnlyList<string> Parameters { get; } =
    [
        "title", "description", "payload", "provider_token", "currency", "prices", "max_tip_amount", "suggested_tip_amounts", "provider_data", "photo_url", "photo_size", "photo_width",
        "photo_height", "need_name", "need_phone_number", "need_email", "need_shipping_address", "send_phone_number_to_provider", "send_email_to_provider", "is_flexible",
    ];

    public static Invoice Read(BotCall call)
    {
        var arguments = call.Arguments;
        var (title, description, payload, currency) =
            (arguments.Required("title"), arguments.Required("description"), arguments.Required("payload"), arguments.Required("currency").ToUpperInvariant());
        if (title.EnumerateRunes().Count() > 32 || description.EnumerateRunes().Count() > 255)
        {
            throw Refusal.BadRequest(title.EnumerateRunes().Count() > 32 ? "INVOICE_TITLE_INVALID" : "INVOICE_DESCRIPTION_INVALID");
        }

        if (Encoding.UTF8.GetByteCount(payload) > 128)
        {
            throw Refusal.BadRequest("INVOICE_PAYLOAD_INVALID");
        }

        var prices = Prices(arguments.Json("prices", "prices") ?? throw Refusal.BadRequest("Parameter \"prices\" is required"));
        var total = prices.Sum();
        if (currency == Invoice.Stars)
        {
            if (prices.Count != 1)
            {
                throw Refusal.BadRequest("STARS_INVOICE_INVALID");
            }

            return total is > 0 and <= MostStars ? New(false) : throw Refusal.BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
        }

        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            throw Refusal.BadRequest("CURRENCY_INVALID");
        }

        if (arguments.TextOrEmpty("provider_token").Length == 0)
        {
            throw Refusal.BadRequest("PAYMENT_PROVIDER_INVALID");
        }

        return total > 0 ? New(arguments.Flag("is_flexible")) : throw Refusal.BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID");

        Invoice New(bool flexible) => new("", call.Bot.Id, title, description, payload, currency, total, flexible);
    }

    public static List<long> Prices(JsonElement json) => json.ValueKind != JsonValueKind.Array
        ? throw Refusal.BadRequest("Expected an Array of labeled prices")
        : [.. json.EnumerateArray().Select(price =>
            price.Words("label") is not null && price.Member("amount")?.Whole() is >= -MostAmount and <= MostAmount and var whole
                ? whole
                : throw Refusal.BadRequest("Can't parse labeled price: Can't find field \"amount\""))];

    public static string NewSlug(TelegramWorld world) => $"sandbox_invoice_{world.Next("invoice"):D6}";

    /// <summary>The first button pays; the server adds one where the bot gives none.</summary>
    public static InlineKeyboard WithPay(InlineKeyboard? given, Invoice invoice) => given switch
    {
        null => new InlineKeyboard([[new InlineButton(invoice.Currency == Invoice.Stars ? $"Pay ⭐️{invoice.Total}" : "Pay") { Pay = true }]]),
        _ when given.Rows[0][0].Pay == true => given,
        _ => throw Refusal.BadRequest("REPLY_MARKUP_BUY_EMPTY"),
    };
}
