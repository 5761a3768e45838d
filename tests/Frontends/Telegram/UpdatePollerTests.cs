using System.Text.Json.Nodes;
using Marketplace.Campaigns;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Frontends.Telegram.Updates;

namespace Marketplace.Frontends.Telegram.Tests;

public class UpdatePollerTests
{
    [Test]
    public async Task A_batch_is_stored_first_and_confirmed_by_the_next_request()
    {
        await using var bot = await TestBot.StartAsync();
        var storedBeforeConfirming = -1;
        bot.Telegram.ThenResult("getUpdates", $"[{Update(10)},{Update(11)}]").Then("getUpdates", (_, _) =>
        {
            storedBeforeConfirming = bot.Inbox.Stored.Count;
            return Task.FromResult(ScriptedTelegram.Result("[]"));
        });
        using var poller = await PollAsync(bot);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count >= 3, "a third poll");
        await poller.StopAsync(default);

        Assert.That(storedBeforeConfirming, Is.EqualTo(2));
        Assert.That(bot.Inbox.Stored.Select(update => update with { Payload = "" }), Is.EqualTo(new[]
        {
            new ArrivedUpdate("telegram", "424242:10", "7", ""), new ArrivedUpdate("telegram", "424242:11", "7", ""),
        }));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(bot.Inbox.Stored[0].Payload), JsonNode.Parse(Update(10))), Is.True);
        Assert.That(bot.Telegram.To("getUpdates")[0].ToJsonString(), Is.EqualTo("""{"limit":100,"timeout":50,"allowed_updates":["message","callback_query","my_chat_member"]}"""));
        Assert.That(Offsets(bot).Take(3), Is.EqualTo(new long?[] { null, 12, 12 }));
    }

    [Test]
    public async Task After_a_quiet_week_the_numbers_may_start_lower()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getUpdates", $"[{Update(900)}]").ThenResult("getUpdates", $"[{Update(3)}]");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Telegram.To("getUpdates").Count >= 3, "a third poll");
        await poller.StopAsync(default);

        Assert.That(Offsets(bot).Take(3), Is.EqualTo(new long?[] { null, 901, 4 }));
    }

    [Test]
    public async Task What_can_not_be_stored_is_not_confirmed_and_comes_again()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Inbox.FailNext();
        bot.Telegram.ThenResult("getUpdates", $"[{Update(10)}]").ThenResult("getUpdates", $"[{Update(10)}]");
        using var poller = await PollAsync(bot);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count >= 3, "a third poll");
        await poller.StopAsync(default);

        Assert.That(bot.Inbox.Stored, Has.Count.EqualTo(1));
        Assert.That(Offsets(bot).Take(3), Is.EqualTo(new long?[] { null, null, 11 }));
        Assert.That(bot.Logs.Lines, Has.One.Contains("could not be stored"));
    }

    [Test]
    public async Task An_update_of_any_shape_is_stored_and_one_without_a_number_holds_nobody_up()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getUpdates", """["x",{"a":1},{"update_id":20,"new_kind":{"from":{"id":"x"}}},{"update_id":21,"poll":5},{"update_id":22,"callback_query":{"from":{"id":8}}}]""");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Telegram.To("getUpdates").Count >= 2, "a second poll");
        await poller.StopAsync(default);

        Assert.That(bot.Inbox.Stored.Select(update => (update.UpdateKey, update.OrderKey)), Is.EqualTo(new[] { ("424242:20", "none"), ("424242:21", "none"), ("424242:22", "8") }));
        Assert.That(Offsets(bot)[1], Is.EqualTo(23));
    }

    [Test]
    public async Task Stopping_confirms_what_is_stored_and_gives_the_lease_back()
    {
        await using var bot = await TestBot.StartAsync();
        using var poller = bot.Create<UpdatePoller>();
        Task? stop = null;
        // The stop is asked for when the batch is stored and no further poll has confirmed it.
        bot.Inbox.AfterStoring = () => stop ??= poller.StopAsync(default);
        bot.Telegram.ThenResult("getUpdates", $"[{Update(10)}]");
        await poller.StartAsync(default);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => stop is { IsCompleted: true }, "the stop");

        Assert.That(bot.Leases.Released, Is.EqualTo(1));
        Assert.That(bot.Telegram.To("getUpdates")[^1].ToJsonString(), Does.Contain("\"offset\":11,\"limit\":1").And.Not.Contain("timeout"));
    }

    [Test]
    public async Task A_batch_that_arrives_while_stopping_is_neither_stored_nor_confirmed_and_so_it_comes_again()
    {
        await using var bot = await TestBot.StartAsync();
        using var poller = bot.Create<UpdatePoller>();
        Task? stop = null;
        bot.Telegram.Then("getUpdates", (_, _) =>
        {
            stop = poller.StopAsync(default);
            return Task.FromResult(ScriptedTelegram.Result($"[{Update(10)}]"));
        });
        await poller.StartAsync(default);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => stop is { IsCompleted: true }, "the stop");

        Assert.That(bot.Leases.Released, Is.EqualTo(1));
        Assert.That((bot.Inbox.Stored.Count, bot.Telegram.To("getUpdates").Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_kind_of_origin_that_the_library_does_not_know_and_a_number_beyond_32_bits_stop_nobody()
    {
        await using var bot = await TestBot.StartAsync();
        var martian = """{"update_id":11,"message":{"message_id":4294967297,"date":1780000000,"chat":{"id":8,"type":"private"},"from":{"id":8,"is_bot":false,"first_name":"Cleo"}"""
            + ""","forward_origin":{"type":"martian","date":1780000000},"text":"x"}}""";
        bot.Telegram.ThenResult("getUpdates", $"[{Update(10)},{martian},{Deep(12)}]");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Inbox.Stored.Count == 3, "the batch");
        await poller.StopAsync(default);

        var read = (MessageForwarded)bot.Platform.Read(bot.Inbox.Stored[1].Payload)!.Content;
        Assert.That(read.Evidence.Origin, Is.EqualTo(ForwardOrigin.HiddenUser));
    }

    [Test]
    public async Task A_server_that_answers_with_nothing_at_once_is_asked_once_a_second()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getUpdates", "[]").ThenResult("getUpdates", "[]").ThenResult("getUpdates", "[]");
        var started = bot.Clock.GetUtcNow();
        using var poller = await PollAsync(bot);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count == 4, "the fourth poll");
        await poller.StopAsync(default);

        Assert.That(bot.Clock.GetUtcNow() - started, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public async Task A_host_without_the_lease_does_not_poll_until_it_gets_it()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Leases.Free = false;
        using var poller = await PollAsync(bot);
        bot.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(bot.Telegram.To("getUpdates"), Is.Empty);

        bot.Leases.Free = true;
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count > 0, "a poll");
        await poller.StopAsync(default);
    }

    [Test]
    public async Task A_host_that_loses_the_lease_stops_polling_in_the_middle_of_a_poll()
    {
        await using var bot = await TestBot.StartAsync();
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Telegram.To("getUpdates").Count == 1, "a poll");

        bot.Leases.Free = false;
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Leases.Released == 1, "the end of the poll");
        Assert.That(bot.Logs.Lines, Has.One.Contains("right to poll is lost"));
        await poller.StopAsync(default);
    }

    [Test]
    public async Task A_refused_token_ends_polling_with_a_clear_sentence()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("getUpdates", 401, "Unauthorized");
        using var poller = await PollAsync(bot);
        await poller.ExecuteTask!;

        Assert.That(bot.Telegram.To("getUpdates"), Has.Count.EqualTo(1));
        Assert.That(bot.Logs.Lines, Has.One.Match("^Critical .*refuses the bot's token"));
        Assert.That(Trouble(bot), Does.Contain("@BotFather"));
    }

    [Test]
    public async Task A_second_poller_is_an_alarm_and_polling_goes_on_slowly()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("getUpdates", 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Logs.Lines.Any(line => line.StartsWith("Error", StringComparison.Ordinal)), "an alarm");
        Assert.That(bot.Telegram.To("getUpdates"), Has.Count.EqualTo(1));

        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count == 2, "another poll");
        await poller.StopAsync(default);
    }

    [Test]
    public async Task A_webhook_that_is_in_the_way_is_deleted_and_updates_are_kept()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("getUpdates", 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Telegram.To("getUpdates").Count == 2, "another poll at once");
        await poller.StopAsync(default);

        Assert.That(bot.Telegram.To("deleteWebhook").Single().ToJsonString(), Does.Not.Contain("drop_pending_updates"));
    }

    [Test]
    public async Task A_clock_ahead_of_Telegram_s_is_known_to_the_health_page_and_to_whoever_judges_proofs()
    {
        await using var bot = await TestBot.StartAsync();
        for (var id = 10; id < 12; id++)
        {
            var update = id;
            bot.Telegram.Then("getUpdates", (_, _) =>
            {
                // A long wait, and then a message of this very second.
                bot.Clock.Advance(TimeSpan.FromSeconds(20));
                return Task.FromResult(ScriptedTelegram.Result($$$"""[{"update_id":{{{update}}},"message":{"date":{{{bot.Clock.GetUtcNow().ToUnixTimeSeconds() - 12}}}}}]"""));
            });
        }

        using var poller = await PollAsync(bot);
        var connection = (ITelegramConnection)bot.Services.GetService(typeof(ITelegramConnection))!;
        await Eventually.TrueAsync(() => connection.Polling.ClockAhead == TimeSpan.FromSeconds(10), "the second message");
        Assert.That(connection.Polling.IsHere, Is.True);
        await poller.StopAsync(default);

        Assert.That(connection.Polling.IsHere, Is.False);
        var read = bot.Create<UpdateReader>().Read(
            """{"update_id":1,"message":{"message_id":1,"date":100,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false},"text":"hi","forward_origin":{"type":"user","date":99,"sender_user":{"id":8,"is_bot":true}}}}""");
        Assert.That(((MessageForwarded)read!.Content).Evidence.ClockAhead, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_flood_limit_is_obeyed_to_the_second()
    {
        await using var bot = await TestBot.StartAsync(options => options.PollLease = TimeSpan.FromMinutes(1));
        bot.Telegram.ThenError("getUpdates", 429, "Too Many Requests: retry after 40", """{"retry_after":40}""");
        using var poller = await PollAsync(bot);
        await Eventually.TrueAsync(() => bot.Logs.Lines.Any(line => line.Contains("retry after 40", StringComparison.Ordinal)), "the refusal");
        var before = bot.Clock.GetUtcNow();
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Telegram.To("getUpdates").Count == 2, "another poll");

        Assert.That(bot.Clock.GetUtcNow() - before, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(40)));
        await poller.StopAsync(default);
    }

    [Test]
    public async Task Polling_outlives_every_kind_of_outage()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram
            .ThenBody("getUpdates", 502, "<html>Bad gateway</html>", "text/html")
            .ThenBody("getUpdates", 200, "")
            .ThenResult("getUpdates", "{}")
            .ThenError("getUpdates", 500, "Internal Server Error")
            .Then("getUpdates", (_, _) => throw new HttpRequestException("No route to host"))
            .ThenResult("getUpdates", $"[{Update(10)}]");
        using var poller = await PollAsync(bot);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => bot.Inbox.Stored.Count == 1, "the update after the outage");
        await poller.StopAsync(default);
    }

    private static string Update(long id) =>
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1780000000,"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"Bob"},"text":"é"}}""";

    /// <summary>Deeper than the library's own limit.</summary>
    private static string Deep(long id) => $$"""{"update_id":{{id}},"message":""" + string.Concat(Enumerable.Repeat("""{"rich":""", 200)) + "1" + new string('}', 201);

    private static string? Trouble(TestBot bot) =>
        ((ITelegramConnection)bot.Services.GetService(typeof(ITelegramConnection))!).Trouble;

    private static List<long?> Offsets(TestBot bot) => [.. bot.Telegram.To("getUpdates").Select(call => call["offset"]?.GetValue<long>())];

    private static async Task<UpdatePoller> PollAsync(TestBot bot)
    {
        var poller = bot.Create<UpdatePoller>();
        await poller.StartAsync(default);
        return poller;
    }
}
