using Marketplace.Campaigns;

namespace Marketplace.Frontends.Telegram.Tests;

public class BotReferenceTests
{
    [TestCase("t.me/good_bot")]
    [TestCase("https://t.me/good_bot")]
    [TestCase("HTTPS://T.me/good_bot?start=x&y=1")]
    [TestCase("http://telegram.me/good_bot/app?startapp=1")]
    [TestCase("https://good_bot.t.me/?start=1")]
    [TestCase("tg://resolve?domain=good_bot&start=1")]
    [TestCase("@good_bot")]
    [TestCase("  good_bot\n")]
    public async Task A_bot_is_found_by_any_spelling_of_its_name_and_kept_by_its_number(string reference)
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getChat", """{"id":7000000000,"type":"private","username":"Good_Bot","first_name":"Good"}""");

        var found = await bot.Platform.ResolveBotAsync(reference, default);

        Assert.That(found.Require(), Is.EqualTo(new PromotedBot("telegram", "7000000000", "Good_Bot")));
        Assert.That(bot.Telegram.To("getChat")[0]["chat_id"]!.GetValue<string>(), Is.EqualTo("@good_bot"));
    }

    [TestCase("")]
    [TestCase("hello")]
    [TestCase("@somebody")]
    [TestCase("https://t.me/+AbCdEf")]
    [TestCase("https://t.me/joinchat/good_bot")]
    [TestCase("https://evil.example/good_bot")]
    [TestCase("https://t.me.evil.example/good_bot")]
    [TestCase("https://t.me@evil.example/good_bot")]
    [TestCase("@good bot")]
    [TestCase("@1good_bot")]
    [TestCase("bot")]
    [TestCase("@gооd_bot")]
    [TestCase("javascript:good_bot")]
    public async Task What_can_not_be_a_bot_is_refused_without_asking_Telegram(string reference)
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That((await bot.Platform.ResolveBotAsync(reference, default)).Error, Is.EqualTo(ChatErrors.NotABotLink));
        Assert.That(bot.Telegram.To("getChat"), Is.Empty);
    }

    [Test]
    public async Task Our_own_bot_can_not_be_promoted_by_its_name_nor_by_another_name_of_it()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getChat", $$"""{"id":{{ScriptedTelegram.BotId}},"type":"private"}""");

        Assert.That((await bot.Platform.ResolveBotAsync("@Our_Market_Bot", default)).Error, Is.EqualTo(ChatErrors.OurOwnBot));
        Assert.That((await bot.Platform.ResolveBotAsync("@our_second_name_bot", default)).Error, Is.EqualTo(ChatErrors.OurOwnBot));
    }

    [Test]
    public async Task A_name_that_is_nobodys_or_a_groups_is_not_found()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram
            .ThenError("getChat", 400, "Bad Request: chat not found")
            .ThenResult("getChat", """{"id":-1001,"type":"supergroup","username":"group_bot"}""");

        Assert.That((await bot.Platform.ResolveBotAsync("@nobodys_bot", default)).Error, Is.EqualTo(ChatErrors.BotNotFound.With("bot", "nobodys_bot")));
        Assert.That((await bot.Platform.ResolveBotAsync("@group_bot", default)).Error, Is.EqualTo(ChatErrors.BotNotFound.With("bot", "group_bot")));
    }

    [Test]
    public async Task While_Telegram_does_not_answer_nothing_is_said_about_the_bot()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenBody("getChat", 502, "<html>Bad gateway</html>", "text/html");

        Assert.That((await bot.Platform.ResolveBotAsync("@good_bot", default)).Error, Is.EqualTo(ChatErrors.PlatformUnavailable));
    }

    [Test]
    public async Task Links_open_the_right_bot()
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(bot.Platform.LinkToUs("v_abc"), Is.EqualTo("https://t.me/our_market_bot?start=v_abc"));
        Assert.That(bot.Platform.LinkTo(new PromotedBot("telegram", "7", "Good_Bot")), Is.EqualTo("https://t.me/Good_Bot?start=go"));
    }
}
