using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>getUpdates: confirmation by offset, redelivery, waiting, conflict, expiry.</summary>
public sealed class UpdatesTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task What_is_not_confirmed_is_delivered_again()
    {
        await SayAsync("one", "two", "three");
        var first = await _sandbox.UpdatesAsync();
        Assert.That(Texts(first), Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That(Ids(first), Is.EqualTo(new[] { Ids(first)[0], Ids(first)[0] + 1, Ids(first)[0] + 2 }));
        Assert.That(Texts(await _sandbox.UpdatesAsync(Ids(first)[1])), Is.EqualTo(new[] { "two", "three" }));
        await _sandbox.ActAsync("clock/advance", new { seconds = 5 });
        Assert.That(Texts(await _sandbox.UpdatesAsync()), Is.EqualTo(new[] { "two", "three" }));
    }

    [Test]
    public async Task A_negative_offset_keeps_the_last_and_forgets_the_rest()
    {
        await SayAsync("one", "two", "three");
        Assert.That(Texts(await _sandbox.UpdatesAsync(-1)), Is.EqualTo(new[] { "three" }));
        Assert.That(Texts(await _sandbox.UpdatesAsync()), Is.EqualTo(new[] { "three" }));
    }

    [Test]
    public async Task A_waiting_poll_returns_as_soon_as_something_happens()
    {
        var poll = _sandbox.UpdatesAsync(timeout: 50);
        Assert.That(poll.IsCompleted, Is.False);
        await SayAsync("hello");
        Assert.That(Texts(await poll), Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task A_poll_without_news_ends_empty_when_its_time_is_over()
    {
        var poll = _sandbox.UpdatesAsync(timeout: 50);
        while (!poll.IsCompleted)
        {
            await _sandbox.ActAsync("clock/advance", new { seconds = 51 });
            await Task.WhenAny(poll, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        Assert.That(await poll, Is.Empty);
    }

    [Test]
    public async Task Of_two_pollers_the_one_already_waiting_gets_409()
    {
        // Whichever of the two arrives second, the other one is sent away and the message reaches the one that stayed.
        var first = _sandbox.CallAsync("getUpdates", new { timeout = 50 });
        var second = _sandbox.CallAsync("getUpdates", new { timeout = 50 });
        var ended = await Task.WhenAny(first, second);
        var conflict = await ended;
        Assert.That(conflict["error_code"]!.GetValue<int>(), Is.EqualTo(409));
        Assert.That(
            conflict["description"]!.GetValue<string>(),
            Is.EqualTo("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
        await SayAsync("hello");
        var stayed = await (ended == first ? second : first);
        Assert.That(Texts(stayed["result"]!.AsArray()), Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task Polling_while_a_webhook_is_set_conflicts()
    {
        await _sandbox.ResultAsync("setWebhook", new { url = "http://127.0.0.1:9/hook" });
        var body = await _sandbox.CallAsync("getUpdates");
        Assert.That(
            body["description"]!.GetValue<string>(),
            Is.EqualTo("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"));
    }

    [Test]
    public async Task A_poll_that_waits_is_ended_by_setWebhook()
    {
        var poll = _sandbox.CallAsync("getUpdates", new { timeout = 50 });
        JsonNode? ended = null;
        for (var attempt = 0; ended is null; attempt++)
        {
            // Until the poll is there to be ended, setting the webhook again is harmless; once a second at most, by the sandbox's clock.
            await _sandbox.CallAsync("setWebhook", new { url = $"http://127.0.0.1:9/{attempt}" });
            await _sandbox.ActAsync("clock/advance", new { seconds = 2 });
            ended = await Task.WhenAny(poll, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)) == poll ? await poll : null;
        }

        Assert.That(ended["description"]!.GetValue<string>(), Does.StartWith("Conflict: "));
    }

    [Test]
    public async Task Updates_expire_messages_after_a_day_and_presses_after_150_seconds()
    {
        await SayAsync("hello");
        var id = await _sandbox.SendAsync(Sandbox.Bob, "Menu", new { inline_keyboard = new[] { new[] { new { text = "Go", callback_data = "go" } } } });
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/press", new { message_id = id, row = 0, col = 0 });
        await _sandbox.ActAsync("clock/advance", new { seconds = 149 });
        Assert.That(await _sandbox.UpdatesAsync(), Has.Count.EqualTo(2));
        await _sandbox.ActAsync("clock/advance", new { seconds = 4 });
        Assert.That(Texts(await _sandbox.UpdatesAsync()), Is.EqualTo(new[] { "hello" }));
        await _sandbox.ActAsync("clock/advance", new { seconds = 86_400 });
        Assert.That(await _sandbox.UpdatesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_press_can_be_answered_once_and_only_while_it_is_young()
    {
        await SayAsync("hello");
        var id = await _sandbox.SendAsync(Sandbox.Bob, "Menu", new { inline_keyboard = new[] { new[] { new { text = "Go", callback_data = "go" } } } });
        var path = $"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/press";
        var young = (await _sandbox.ActAsync(path, new { message_id = id, data = "go" }))["callback_query_id"]!.GetValue<string>();
        await _sandbox.ResultAsync("answerCallbackQuery", new { callback_query_id = young });
        Assert.That((await _sandbox.CallAsync("answerCallbackQuery", new { callback_query_id = young }))["error_code"]!.GetValue<int>(), Is.EqualTo(400));
        var old = (await _sandbox.ActAsync(path, new { message_id = id, data = "go" }))["callback_query_id"]!.GetValue<string>();
        await _sandbox.ActAsync("clock/advance", new { seconds = 151 });
        Assert.That((await _sandbox.CallAsync("answerCallbackQuery", new { callback_query_id = old }))["error_code"]!.GetValue<int>(), Is.EqualTo(400));
    }

    [Test]
    public async Task Only_the_kinds_that_the_bot_asked_for_arrive()
    {
        await _sandbox.ResultAsync("getUpdates", new { allowed_updates = new[] { "callback_query" } });
        await SayAsync("hello");
        await _sandbox.ActAsync("clock/advance", new { seconds = 5 });
        Assert.That(await _sandbox.UpdatesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_raw_update_of_any_shape_can_be_injected()
    {
        await _sandbox.ActAsync($"bots/{Sandbox.BotName}/updates", new { update = new { from_the_future = new { x = 1 } } });
        var update = (await _sandbox.UpdatesAsync())[0]!;
        Assert.That(update["from_the_future"]!["x"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(update["update_id"]!.GetValue<long>(), Is.GreaterThan(0));
    }

    private async Task SayAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            await _sandbox.SayAsync(Sandbox.Bob, text);
        }
    }

    private static string[] Texts(JsonArray updates) => [.. updates.Select(update => update!["message"]!["text"]!.GetValue<string>())];

    private static long[] Ids(JsonArray updates) => [.. updates.Select(update => update!["update_id"]!.GetValue<long>())];
}
