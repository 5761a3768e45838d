namespace Marketplace.Frontends.Sandbox.Telegram.Payments;

/// <summary>A bot's Stars: what it has is the sum of its lines.</summary>
internal static class StarBooks
{
    public static IEnumerable<StarLine> Of(TelegramWorld world, long botId) => world.Stars.All.Where(line => line.BotId == botId);

    public static long Balance(TelegramWorld world, long botId) => Of(world, botId).Sum(line => line.Amount);

    public static StarLine Add(TelegramWorld world, long botId, long amount, object partner, long personId = 0, string? payload = null, string? id = null)
    {
        var line = new StarLine(id ?? $"stx{world.Next("star"):D24}", botId, amount, world.NowSeconds, SandboxJson.Write(partner)) { PersonId = personId, Payload = payload };
        return world.Stars.Put(line);
    }
}
