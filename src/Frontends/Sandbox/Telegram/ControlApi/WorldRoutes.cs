using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Faults;
using Marketplace.Frontends.Sandbox.Telegram.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>What no person does: raw updates, faults, the clock, the record of calls.</summary>
internal static class WorldRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/bots/{bot}/updates", async (string bot, HttpRequest request, TelegramWorld world) =>
        {
            var update = (await ControlRoutes.ReadAsync<InjectUpdate>(request).ConfigureAwait(false)).Update ?? throw Rejection.Bad("update is missing");
            try
            {
                return ControlRoutes.Json(new { update_id = world.Do(_ => UpdateFeed.AddRaw(world, ControlRoutes.BotOf(world, bot), update, "raw")) });
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
            {
                // Half a surrogate pair, the same name twice: JSON that Telegram never writes.
                throw Rejection.Bad("the update can not be written as JSON");
            }
        });
        api.MapGet("/bots/{bot}/updates", (string bot, TelegramWorld world) =>
            ControlRoutes.Json(new { pending = world.Look(_ => world.Updates.Of(ControlRoutes.BotOf(world, bot).Id).Count(update => update.ExpiresAt > world.Now)) }));
        api.MapGet("/methods", (BotApi.BotApiEndpoint endpoint) => ControlRoutes.Json(endpoint.Methods));
        api.MapGet("/calls", (long? after, string? method, CallJournal journal) => ControlRoutes.Json(journal.After(after ?? 0, method)));
        api.MapGet("/faults", (FaultSwitch faults) => ControlRoutes.Json(faults.All));
        api.MapPost("/faults", async (HttpRequest request, FaultSwitch faults) =>
        {
            var fault = await ControlRoutes.ReadAsync<Fault>(request).ConfigureAwait(false);
            if (fault.Method is not { Length: > 0 } || !fault.IsKnown)
            {
                throw Rejection.Bad("a fault needs a method and a kind: status, garbage, slow, hang_up or lost");
            }

            faults.Add(fault);
            return ControlRoutes.Json(new { ok = true });
        });
        api.MapDelete("/faults", (FaultSwitch faults) =>
        {
            faults.Clear();
            return ControlRoutes.Json(new { ok = true });
        });
        api.MapGet("/clock", (SandboxClock clock) => ControlRoutes.Json(ClockOf(clock)));
        api.MapPost("/clock/advance", async (HttpRequest request, SandboxClock clock, TelegramWorld world) =>
        {
            var ask = await ControlRoutes.ReadAsync<AdvanceClock>(request).ConfigureAwait(false);
            clock.Advance(ask.Seconds is >= 0 and <= 100_000_000 ? TimeSpan.FromSeconds((double)ask.Seconds) : throw Rejection.Bad("seconds must be 0 or more"));
            world.Changed.Pulse();
            return ControlRoutes.Json(ClockOf(clock));
        });
    }

    private static object ClockOf(SandboxClock clock) => new { now = clock.GetUtcNow().ToUnixTimeSeconds(), ahead_seconds = clock.Ahead.TotalSeconds };
}
