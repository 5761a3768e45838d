using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Frontends.Sandbox;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Persistence.Leases;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>The production wiring over loopback HTTP against the strict stand-in, which shares no line with the client.</summary>
public class SandboxTests
{
    private const string Whale = "weather_whale_bot";
    private const long Bob = 5_000_000_102;
    private const string OnePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private static readonly Screen Menu = new(new RichText([new TextSpan("Pick <one>", TextStyle.Bold)]), [[new Button("Go", "1.go", null)]]);

    [Test]
    public async Task A_person_writes_presses_forwards_and_blocks_and_each_act_arrives_as_itself()
    {
        var options = new SandboxOptions();
        await using var server = await SandboxServer.StartAsync(options);
        using var people = new HttpClient { BaseAddress = new Uri(server.Url, "/sandbox/api/") };
        await using var bot = await StartAsync(server, options);
        var platform = (TelegramPlatform)bot.Services.GetRequiredService<IChatPlatform>();
        using var poller = ActivatorUtilities.CreateInstance<UpdatePoller>(bot.Services);
        await poller.StartAsync(default);

        await ActAsync(people, $"people/{Bob}/chats/{options.BotUsername}/messages", new { text = "/start c_x" });
        var start = await NextAsync(bot, platform, 1);
        Assert.That(start.From, Is.EqualTo(new Identity("telegram", $"{Bob}")));
        Assert.That(start.Content, Is.EqualTo(new CommandEntered("start", "c_x")));

        var shown = await platform.ShowAsync(start.ChatId, Menu, null, default);
        Assert.That(shown.Outcome, Is.EqualTo(DeliveryOutcome.Delivered));
        Assert.That(await platform.ShowAsync(start.ChatId, Menu, shown.MessageId, default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, shown.MessageId)), "the same again");
        var anew = await platform.ShowAsync(start.ChatId, Menu, "999999", default);
        Assert.That(anew.MessageId, Is.Not.EqualTo("999999").And.Not.EqualTo(shown.MessageId), "a message that is gone");

        var picture = await platform.ShowAsync(start.ChatId, Menu with { Picture = new Picture(Convert.FromBase64String(OnePixel), "code.png") }, shown.MessageId, default);
        Assert.That(picture, Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, shown.MessageId)), "a text becomes a picture");
        var text = await platform.ShowAsync(start.ChatId, Menu with { Buttons = [[new Button("Copy", null, null, "TXYZ", ButtonStyle.Primary)]] }, picture.MessageId, default);
        Assert.That(text.MessageId, Is.Not.Null.And.Not.EqualTo(picture.MessageId), "a picture can not become text");

        await ActAsync(people, $"people/{Bob}/chats/{options.BotUsername}/press", new { message_id = long.Parse(anew.MessageId!, CultureInfo.InvariantCulture), data = "1.go" });
        var press = await NextAsync(bot, platform, 2);
        Assert.That(press.Content, Is.EqualTo(new ButtonPressed("1.go", anew.MessageId, ((ButtonPressed)press.Content).AcknowledgementId)));
        await platform.AcknowledgeAsync(press, default);
        await platform.RetireAsync(start.ChatId, shown.MessageId!, default);

        var whale = (await platform.ResolveBotAsync($"https://t.me/{Whale}?start=x", default)).Require();
        Assert.That(whale, Is.EqualTo(new PromotedBot("telegram", "610000001", Whale)));
        await ActAsync(people, $"people/{Bob}/open", new { url = $"https://t.me/{Whale}?start=mp_x" });
        var said = (await people.GetFromJsonAsync<JsonNode>($"people/{Bob}/chats/{Whale}/messages"))!["messages"]!.AsArray()[^1]!;
        await ActAsync(people, $"people/{Bob}/chats/{Whale}/forward", new { message_id = said["message_id"]!.GetValue<long>(), to = options.BotUsername });
        var forward = (MessageForwarded)(await NextAsync(bot, platform, 3)).Content;
        Assert.That(forward.OriginUsername, Is.EqualTo(Whale));
        Assert.That((forward.Evidence.Origin, forward.Evidence.OriginId, forward.Evidence.OriginIsBot), Is.EqualTo((ForwardOrigin.User, whale.Id, true)));
        Assert.That(forward.Evidence.SentAt.ToUnixTimeSeconds(), Is.EqualTo(said["date"]!.GetValue<long>()));

        await ActAsync(people, $"people/{Bob}/chats/{options.BotUsername}/block", new { });
        Assert.That((await NextAsync(bot, platform, 4)).Content, Is.EqualTo(new ReachabilityChanged(false)));
        Assert.That((await platform.ShowAsync(start.ChatId, Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.Unreachable));
        Assert.That((await platform.ShowAsync("5999999999", Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.Unreachable));
        await poller.StopAsync(default);
        Assert.That(bot.Logs.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.Empty);
    }

    private static async Task<Running> StartAsync(SandboxServer server, SandboxOptions options)
    {
        var (logs, inbox) = (new LogBook(), new RecordedInbox());
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(logs));
        services.AddSingleton<IChatInbox>(inbox);
        var leases = new Mock<ILeases>();
        leases.Setup(every => every.TryAcquireAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string name, string _, TimeSpan _, CancellationToken _) => new Lease(name, 1, DateTimeOffset.MaxValue));
        leases.Setup(every => every.IsCurrentAsync(It.IsAny<Lease>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        services.AddSingleton(leases.Object);
        services.AddTelegramFrontend(telegram =>
        {
            telegram.Token = options.BotToken;
            telegram.BaseUrl = server.Url.ToString();
        });
        var provider = services.BuildServiceProvider();
        Assert.That(await provider.GetRequiredService<OurBot>().IntroduceAsync(default), Is.Null);
        return new Running(provider, logs, inbox);
    }

    private static async Task<ChatInput> NextAsync(Running bot, TelegramPlatform platform, int count)
    {
        await Eventually.TrueAsync(() => bot.Inbox.Stored.Count >= count, $"update {count}");
        return platform.Read(bot.Inbox.Stored[count - 1].Payload)!;
    }

    private static async Task<JsonNode> ActAsync(HttpClient people, string path, object body)
    {
        using var response = await people.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private sealed record Running(ServiceProvider Services, LogBook Logs, RecordedInbox Inbox) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Services.DisposeAsync();
    }
}
