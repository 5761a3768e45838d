using System.Globalization;
using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>The bot leaves this server for one of its own, and is not let in again for ten minutes.</summary>
internal sealed class LogOut : IBotApiMethod
{
    public const string Setting = "logged_out";

    private static readonly TimeSpan Away = TimeSpan.FromMinutes(10);

    public string Name => "logOut";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        world.Settings.Put(new BotSetting(call.Bot.Id, Setting, TelegramWorld.Key(world.NowSeconds)));
        return new Answer(true);
    }));

    public static bool StillAway(TelegramWorld world, BotSetting left) =>
        world.Now < DateTimeOffset.FromUnixTimeSeconds(long.Parse(left.Value, CultureInfo.InvariantCulture)) + Away;
}

/// <summary>Refused in the first ten minutes after the bot was launched, as the documentation says.</summary>
internal sealed class Close(TelegramWorld world) : IBotApiMethod
{
    private const int Pause = 600;
    private readonly long _launched = world.NowSeconds;

    public string Name => "close";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => _launched + Pause - world.NowSeconds is > 0 and var left
        ? throw Refusal.TooManyRequests((int)left)
        : new(new Answer(true));
}
