using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.Payments;

/// <summary>The way from "Pay" to "paid": shipping where it is asked for, the bot's consent, the message that says so, and the Stars.</summary>
internal static class Paying
{
    private static readonly object Address = new
    {
        country_code = "PT",
        state = "",
        city = "Lisbon",
        street_line1 = "Rua Augusta 1",
        street_line2 = "",
        post_code = "1100-048",
    };

    /// <summary>Asks the bot; the answer comes by answerShippingQuery or answerPreCheckoutQuery.</summary>
    public static Checkout Begin(TelegramWorld world, Person person, Bot bot, Invoice invoice)
    {
        var checkout = New(world, person.Id, bot.Id, invoice.Slug) with { Shipping = invoice.IsFlexible, Total = invoice.Total };
        if (!invoice.IsFlexible)
        {
            return AskToAgree(world, person, bot, invoice, checkout);
        }

        UpdateFeed.Add(world, bot, "shipping_query", Queue(person), new { id = checkout.Id, from = person.ToUser(), invoice_payload = invoice.Payload, shipping_address = Address });
        return world.Checkouts.Put(checkout);
    }

    /// <summary>The bot ships: the person takes the first way, and the bot is asked once more.</summary>
    public static void Ship(TelegramWorld world, Checkout shipping, string option, long price)
    {
        var (person, bot, invoice) = (world.FindPerson(shipping.PersonId)!, world.Bots[shipping.BotId], world.Invoices.Find(shipping.Slug)!);
        var next = AskToAgree(world, person, bot, invoice, New(world, person.Id, bot.Id, invoice.Slug) with { Total = invoice.Total + price, ShippingOption = option });
        world.Checkouts.Put(shipping with { Answered = true, Next = next.Id });
    }

    /// <summary>The bot agreed: the money is there, and a message of the person's says so.</summary>
    public static void Complete(TelegramWorld world, Checkout checkout)
    {
        var (person, bot, invoice) = (world.FindPerson(checkout.PersonId)!, world.Bots[checkout.BotId], world.Invoices.Find(checkout.Slug)!);
        var charge = $"stx{world.Next("star"):D24}";
        var paid = Attachment.Of("successful_payment", new
        {
            currency = invoice.Currency,
            total_amount = checkout.Total,
            invoice_payload = invoice.Payload,
            shipping_option_id = checkout.ShippingOption,
            telegram_payment_charge_id = charge,
            provider_payment_charge_id = invoice.Currency == Invoice.Stars ? "" : "sandbox_" + charge,
        });
        var message = Posting.Post(world, new Message(bot.Id, 0, person.Id, false, 0, "") { Attachment = paid });
        UpdateFeed.Add(world, bot, "message", $"chat/{person.Id}", message.ToWire(world));
        if (invoice.Currency == Invoice.Stars)
        {
            var partner = new { type = "user", transaction_type = "invoice_payment", user = person.ToUser(), invoice_payload = invoice.Payload };
            StarBooks.Add(world, bot.Id, checkout.Total, partner, person.Id, invoice.Payload, charge);
        }

        world.Checkouts.Put(checkout with { Answered = true, ChargeId = charge, Version = world.Next("version") });
    }

    private static Checkout AskToAgree(TelegramWorld world, Person person, Bot bot, Invoice invoice, Checkout checkout)
    {
        UpdateFeed.Add(world, bot, "pre_checkout_query", Queue(person), new
        {
            id = checkout.Id,
            from = person.ToUser(),
            currency = invoice.Currency,
            total_amount = checkout.Total,
            invoice_payload = invoice.Payload,
            shipping_option_id = checkout.ShippingOption,
        });
        return world.Checkouts.Put(checkout);
    }

    private static Checkout New(TelegramWorld world, long personId, long botId, string slug) => new(
        TelegramWorld.Key(world.Next("checkout", first: 6_381_920_000_000_000_001)), botId, personId, slug, world.Now, world.Next("version"));

    private static string Queue(Person person) => $"payment/{person.Id}";
}
