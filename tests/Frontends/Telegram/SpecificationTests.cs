using Marketplace.Accounts;
using Marketplace.Frontends.Sandbox.Tests;
using Marketplace.Frontends.Telegram.Polling;

namespace Marketplace.Frontends.Telegram.Tests;

public class SpecificationTests
{
    [Test]
    public async Task Every_request_we_send_is_one_of_the_published_description()
    {
        var specification = Specification.FindOrSkip();
        await using var bot = await TestBot.StartAsync();
        await SendEverythingAsync(bot);

        var methods = bot.Telegram.Calls.Select(call => call.Method).Distinct().ToArray();
        Assert.That(methods, Is.EquivalentTo(new[]
        {
            "getMe", "getUpdates", "deleteWebhook", "sendMessage", "sendPhoto", "editMessageText", "editMessageMedia", "editMessageReplyMarkup", "answerCallbackQuery", "getChat", "getMyCommands", "setMyCommands",
        }));
        foreach (var call in bot.Telegram.Calls)
        {
            Assert.That(specification.CheckArguments(call.Method, call.Arguments), Is.Empty, $"{call.Method} {call.Arguments.ToJsonString()}");
        }
    }

    private static async Task SendEverythingAsync(TestBot bot)
    {
        var screen = new Screen(new RichText([new TextSpan("A"), new TextSpan("<B>", TextStyle.Bold)]), [[new Button("Go", "1", null), new Button("Open", null, "https://t.me/x")]]);
        await bot.Platform.ShowAsync("7", screen, "9", default);
        await bot.Platform.ShowAsync("7", screen with { Buttons = [] }, "9", default);
        await bot.Platform.ShowAsync("7", screen with { Picture = new Picture(new byte[] { 1 }, "code.png"), Buttons = [[new Button("Copy", null, null, "T1", ButtonStyle.Danger)]] }, null, default);
        await bot.Platform.ShowAsync("7", screen with { Picture = new Picture(new byte[] { 1 }, "code.png") }, "9", default);
        await bot.Port.NotifyAsync("7", screen, default);
        bot.Telegram.ThenError("deleteMessage", 400, "Bad Request: message can't be deleted");
        await bot.Platform.RetireAsync("7", "9", default);
        await bot.Platform.AcknowledgeAsync(new ChatInput(new Identity("telegram", "7"), "7", "1", new ButtonPressed("x", null, "q"), null), default);
        await bot.Platform.ResolveBotAsync("@good_bot", default);
        await CommandMenuSyncTests.SyncAsync(bot, "telegram:42");
        bot.Telegram
            .ThenError("getUpdates", 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
            .ThenResult("getUpdates", """[{"update_id":5}]""");
        using var poller = bot.Create<UpdatePoller>();
        await poller.StartAsync(default);
        await Eventually.TrueAsync(() => bot.Telegram.To("getUpdates").Count >= 3, "a third poll");
        await poller.StopAsync(default);
    }
}
