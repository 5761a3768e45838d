using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Persistence.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Requests;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>Which client carries the frontend, and what is asked of it.</summary>
public class TelegramApiTests
{
    [Test]
    public async Task An_embedders_own_client_is_used_and_no_token_is_asked_for()
    {
        var telegram = new ScriptedTelegram();
        using var http = new HttpClient(telegram);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IChatInbox>(new RecordedInbox());
        services.AddSingleton<ILeases>(new MemoryLeases());
        services.AddTelegramFrontend(new TelegramBotClient(new TelegramBotClientOptions(ScriptedTelegram.Token) { RetryCount = 0, RetryThreshold = 0 }, http));
        await using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IOptions<TelegramOptions>>().Value.PollTimeout, Is.EqualTo(TimeSpan.FromSeconds(50)), "the options are valid");
        var introduction = await provider.GetRequiredService<ITelegramConnection>().IntroduceAsync(default);
        Assert.That(introduction, Is.EqualTo(new TelegramIntroduction(ScriptedTelegram.BotName, false, null)));
        Assert.That(provider.GetRequiredService<OurBot>().Id, Is.EqualTo(ScriptedTelegram.BotId));
    }

    [Test]
    public async Task Another_bots_client_in_the_container_is_left_alone()
    {
        var other = new ScriptedTelegram();
        using var http = new HttpClient(other);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<ITelegramBotClient>(new TelegramBotClient(ScriptedTelegram.Token, http));
        services.AddTelegramFrontend(options => options.Token = "77:another-token-another-token");
        await using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<TelegramApi>().BotId, Is.EqualTo(77));
    }

    [TestCase("https://api.telegram.org", "https://api.telegram.org/bot")]
    [TestCase("http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot")]
    [TestCase("https://bots.example/api/", "https://bots.example/api/bot")]
    public async Task A_server_is_asked_where_its_address_says(string baseUrl, string expected)
    {
        var asked = new RecordingHandler();
        var client = BotClients.New(new TelegramOptions { Token = ScriptedTelegram.Token, BaseUrl = baseUrl }, asked);

        await client.SendRequest(new GetMeRequest());

        Assert.That(Uri.UnescapeDataString(asked.Last!.ToString()), Is.EqualTo($"{expected}{ScriptedTelegram.Token}/getMe"));
    }

    [TestCase("""{"id":666,"first_name":"Test Name","username":"testbot"}""", "getMe does not describe a bot")]
    [TestCase("""{"id":424242,"is_bot":true,"first_name":"Test"}""", "getMe does not describe a bot")]
    [TestCase("""{"id":666,"is_bot":true,"first_name":"Test","username":"testbot"}""", "getMe describes the bot 666, and the token belongs to 424242")]
    public async Task A_server_that_does_not_describe_our_bot_is_named_as_the_trouble(string me, string expected)
    {
        var telegram = new ScriptedTelegram().ThenResult("getMe", me);
        var options = Options.Create(new TelegramOptions { Token = ScriptedTelegram.Token });
        var bot = new OurBot(new TelegramApi(BotClients.New(options.Value, telegram), options, TimeProvider.System));

        var failure = await bot.IntroduceAsync(default);

        Assert.That(failure!.ToString(), Does.StartWith(expected).And.Contains("BaseUrl"));
        Assert.That(await bot.IntroduceAsync(default), Is.Null, "it is asked again");
    }

    [Test]
    public async Task What_keeps_Telegram_from_answering_is_said_once_while_it_stays_the_same()
    {
        await using var bot = new TestBot(null);
        for (var i = 0; i < 3; i++)
        {
            bot.Telegram.ThenResult("getMe", """{"id":666}""");
        }

        var start = bot.Services.GetRequiredService<TelegramConnection>().StartingAsync(default);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => start.IsCompleted, "the start");

        Assert.That(bot.Telegram.To("getMe"), Has.Count.EqualTo(4));
        Assert.That(bot.Logs.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Has.One.Contains("getMe does not describe a bot"));
    }

    private sealed class RecordingHandler : HttpMessageHandler
    {
        public Uri? Last { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Last = request.RequestUri;
            return Task.FromResult(ScriptedTelegram.Result("""{"id":424242,"is_bot":true,"first_name":"Market","username":"our_market_bot"}"""));
        }
    }
}
