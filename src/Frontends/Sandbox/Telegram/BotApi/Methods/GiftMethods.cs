using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Payments;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class GetAvailableGifts : IBotApiMethod
{
    public string Name => "getAvailableGifts";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world => new Answer(new { gifts = GiftShop.Shelf.Select(gift => GiftShop.View(world, gift)).ToList() })));
}

/// <summary>A gift has no name and no idempotency key: a call that is repeated is a second gift, as on the real service.</summary>
internal sealed class SendGift : IBotApiMethod
{
    private const int TextLimit = 128;

    public string Name => "sendGift";

    public IReadOnlyList<string> Parameters => ["user_id", "chat_id", "gift_id", "pay_for_upgrade", "text", "text_parse_mode", "text_entities"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var text = FormattedText.Parse(arguments.TextOrEmpty("text"), arguments.Text("text_parse_mode"), arguments.Json("text_entities", "text_entities"));
        return new(call.World.Do(world =>
        {
            var person = world.FindPerson(arguments.Has("user_id") ? arguments.UserId() : Chats.Id(call)) ?? throw Refusal.BadRequest("user not found");
            if (world.FindChat(person.Id, call.Bot.Id) is not { Started: true })
            {
                // A bot knows whom it has met.
                throw Refusal.BadRequest("user not found");
            }

            var gift = GiftShop.Shelf.FirstOrDefault(gift => gift.Id == arguments.TextOrEmpty("gift_id")) ?? throw Refusal.BadRequest("STARGIFT_INVALID");
            text.RequireLength(TextLimit, "STARGIFT_MESSAGE_INVALID");
            if (GiftShop.Remaining(world, gift) is 0)
            {
                throw Refusal.BadRequest("STARGIFT_USAGE_LIMITED");
            }

            var price = gift.Stars + (arguments.Flag("pay_for_upgrade") ? gift.UpgradeStars ?? throw Refusal.BadRequest("STARGIFT_UPGRADE_UNAVAILABLE") : 0);
            if (StarBooks.Balance(world, call.Bot.Id) < price)
            {
                throw Refusal.BadRequest("BALANCE_TOO_LOW");
            }

            if (gift.Total is not null)
            {
                world.Next($"gift/{gift.Id}");
            }

            StarBooks.Add(world, call.Bot.Id, -price, new { type = "user", transaction_type = "gift_purchase", user = person.ToUser(), gift = GiftShop.View(world, gift) }, person.Id);
            world.Tell("gift", person.Id, call.Bot.Id, new { gift_id = gift.Id, emoji = gift.Emoji, text = text.Text });
            return new Answer(true);
        }));
    }
}

/// <summary>What there is to give: two that never run out, and one of which there are three.</summary>
internal static class GiftShop
{
    public static readonly Gift[] Shelf =
    [
        new("5170145012310081615", "💝", 15, null, null),
        new("5168103777563050263", "🌹", 25, 20, null),
        new("5170521118301225164", "🏆", 100, null, 3),
    ];

    public static long? Remaining(TelegramWorld world, Gift gift) => gift.Total - world.Count($"gift/{gift.Id}");

    public static object View(TelegramWorld world, Gift gift) => new
    {
        id = gift.Id,
        sticker = new
        {
            file_id = "CAACAgIAAxUAAWgift" + gift.Id,
            file_unique_id = "AgADgift" + gift.Id,
            type = "custom_emoji",
            width = 512,
            height = 512,
            is_animated = true,
            is_video = false,
            emoji = gift.Emoji,
        },
        star_count = gift.Stars,
        upgrade_star_count = gift.UpgradeStars,
        total_count = gift.Total,
        remaining_count = Remaining(world, gift),
    };

    internal sealed record Gift(string Id, string Emoji, int Stars, int? UpgradeStars, int? Total);
}
