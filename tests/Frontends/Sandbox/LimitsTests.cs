using System.Net;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Flood control, blocking, and faults on demand.</summary>
public sealed class LimitsTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync(options => options.FloodLimits = new SandboxFloodLimits { PerChatBurst = 3, ReactiveAnswers = 2 });
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
    }

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task Too_many_messages_to_one_chat_are_refused_with_the_seconds_to_wait()
    {
        // Two answers to the person's own message do not count; then three at once, then one a second.
        for (var i = 0; i < 5; i++)
        {
            await _sandbox.SendAsync(Sandbox.Bob, $"{i}");
        }

        HttpResponseMessage refused;
        do
        {
            refused = await _sandbox.PostAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "more" });
        }
        while (refused.IsSuccessStatusCode);

        var body = await refused.Content.ReadAsStringAsync();
        Assert.That((int)refused.StatusCode, Is.EqualTo(429));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(body, Is.EqualTo("""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}"""));
        refused.Dispose();
        await _sandbox.ActAsync("clock/advance", new { seconds = 1 });
        await _sandbox.SendAsync(Sandbox.Bob, "after the wait");
    }

    [Test]
    public async Task Answers_to_what_a_person_does_are_not_throttled()
    {
        for (var i = 0; i < 40; i++)
        {
            await _sandbox.SayAsync(Sandbox.Bob, $"{i}");
            await _sandbox.SendAsync(Sandbox.Bob, $"answer {i}");
        }
    }

    [Test]
    public async Task A_person_who_blocked_the_bot_can_not_be_written_to_and_the_bot_is_told()
    {
        await _sandbox.UpdatesAsync(-1);
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/block");
        var refused = await _sandbox.CallAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a" });
        Assert.That(refused["error_code"]!.GetValue<int>(), Is.EqualTo(403));
        Assert.That(refused["description"]!.GetValue<string>(), Is.EqualTo("Forbidden: bot was blocked by the user"));
        Assert.That((await _sandbox.RejectedAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages", new { text = "a" })).Status, Is.EqualTo(409));
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/unblock");
        await _sandbox.SendAsync(Sandbox.Bob, "welcome back");
        var members = (await _sandbox.UpdatesAsync(-2)).Select(update => update!["my_chat_member"]!["new_chat_member"]!["status"]!.GetValue<string>());
        Assert.That(members, Is.EqualTo(new[] { "kicked", "member" }));
    }

    [Test]
    public async Task A_planned_fault_hits_the_next_calls_of_its_method_only()
    {
        await _sandbox.ActAsync("faults", new { method = "sendMessage", kind = "status", error_code = 429, retry_after = 7, count = 1 });
        await _sandbox.ResultAsync("getMe");
        using var throttled = await _sandbox.PostAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a" });
        Assert.That(throttled.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
        await _sandbox.SendAsync(Sandbox.Bob, "works again");
    }

    [Test]
    public async Task Garbage_a_hang_up_and_a_lost_answer_can_be_staged()
    {
        await _sandbox.ActAsync("faults", new { method = "*", kind = "garbage" });
        using var garbage = await _sandbox.PostAsync("getMe");
        Assert.That(garbage.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await garbage.Content.ReadAsStringAsync(), Does.StartWith("<html>"));

        await _sandbox.ActAsync("faults", new { method = "getMe", kind = "hang_up" });
        Assert.That(() => _sandbox.PostAsync("getMe"), Throws.InstanceOf<HttpRequestException>());

        await _sandbox.ActAsync("faults", new { method = "sendMessage", kind = "lost" });
        Assert.That(() => _sandbox.PostAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "sent yet unheard" }), Throws.InstanceOf<HttpRequestException>());
        var last = (await _sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages"))["messages"]!.AsArray()[^1]!;
        Assert.That(last["text"]!.GetValue<string>(), Is.EqualTo("sent yet unheard"));
    }

    [Test]
    public async Task A_group_that_became_a_supergroup_can_be_staged_with_its_new_id()
    {
        const string description = "Bad Request: group chat was upgraded to a supergroup chat";
        await _sandbox.ActAsync("faults", new { method = "sendMessage", kind = "status", error_code = 400, description, migrate_to_chat_id = -1001234567890 });
        var body = await _sandbox.CallAsync("sendMessage", new { chat_id = Sandbox.Bob, text = "a" });
        Assert.That(body["parameters"]!["migrate_to_chat_id"]!.GetValue<long>(), Is.EqualTo(-1001234567890));
    }

    [Test]
    public async Task A_page_of_another_site_may_not_act()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sandbox/api/people/{Sandbox.Bob}/chats/{Sandbox.BotName}/block");
        request.Headers.Add("Origin", "https://evil.example");
        using var response = await _sandbox.Http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/sandbox/api/state");
        rebound.Headers.Host = "evil.example";
        using var answer = await _sandbox.Http.SendAsync(rebound);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("evil.example", HttpStatusCode.MisdirectedRequest)]
    [TestCase("sandbox", HttpStatusCode.OK)]
    [TestCase("[::1]:5080", HttpStatusCode.OK)]
    public async Task The_Bot_API_answers_to_an_address_or_a_name_that_nobody_can_register(string name, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/bot{new SandboxOptions().BotToken}/getMe");
        request.Headers.Host = name;
        using var response = await _sandbox.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }
}
