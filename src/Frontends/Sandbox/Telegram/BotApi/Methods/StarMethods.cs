using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Payments;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class GetMyStarBalance : IBotApiMethod
{
    public string Name => "getMyStarBalance";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world => new Answer(new { amount = StarBooks.Balance(world, call.Bot.Id) })));
}

internal sealed class GetStarTransactions : IBotApiMethod
{
    public string Name => "getStarTransactions";

    public IReadOnlyList<string> Parameters => ["offset", "limit"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var limit = (int)Math.Clamp(call.Arguments.Integer("limit", 100), 1, 100);
        var offset = (int)Math.Clamp(call.Arguments.Integer("offset"), 0, int.MaxValue);
        return new(call.World.Look(world => new Answer(new
        {
            transactions = StarBooks.Of(world, call.Bot.Id).Skip(offset).Take(limit).Select(line => new
            {
                id = line.Id,
                amount = Math.Abs(line.Amount),
                date = line.Date,
                source = line.Amount > 0 ? JsonSerializer.Deserialize<JsonElement>(line.Partner) : (JsonElement?)null,
                receiver = line.Amount < 0 ? JsonSerializer.Deserialize<JsonElement>(line.Partner) : (JsonElement?)null,
            }).ToList(),
        })));
    }
}

internal sealed class RefundStarPayment : IBotApiMethod
{
    public string Name => "refundStarPayment";

    public IReadOnlyList<string> Parameters => ["user_id", "telegram_payment_charge_id"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var (user, charge) = (call.Arguments.UserId(), call.Arguments.Required("telegram_payment_charge_id"));
        return new(call.World.Do(world =>
        {
            if (world.FindPerson(user) is not { } person)
            {
                throw Refusal.BadRequest("user not found");
            }

            if (world.Stars.Find(charge) is not { } paid || paid.BotId != call.Bot.Id || paid.PersonId != user || paid.Amount <= 0)
            {
                throw Refusal.BadRequest("CHARGE_ID_EMPTY");
            }

            if (paid.Refunded)
            {
                throw Refusal.BadRequest("CHARGE_ALREADY_REFUNDED");
            }

            world.Stars.Put(paid with { Refunded = true });
            var partner = new { type = "user", transaction_type = "invoice_payment", user = person.ToUser(), invoice_payload = paid.Payload };
            // The refund has the payment's id, as the real one; the key of ours must be another.
            StarBooks.Add(world, call.Bot.Id, -paid.Amount, partner, user, paid.Payload, charge + "_refund");
            var refunded = Attachment.Of("refunded_payment", new
            {
                currency = Invoice.Stars,
                total_amount = paid.Amount,
                invoice_payload = paid.Payload,
                telegram_payment_charge_id = charge,
                provider_payment_charge_id = "",
            });
            var message = Posting.Post(world, new Message(call.Bot.Id, 0, user, false, 0, "") { Attachment = refunded });
            UpdateFeed.Add(world, call.Bot, "message", $"chat/{user}", message.ToWire(world));
            return new Answer(true);
        }));
    }
}
