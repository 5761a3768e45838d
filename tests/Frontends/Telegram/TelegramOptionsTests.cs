using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Tests;

public class TelegramOptionsTests
{
    [Test]
    public void The_defaults_and_a_token_are_enough() => Assert.That(Failures(_ => { }), Is.Empty);

    [Test]
    public void The_sandbox_and_a_server_of_ones_own_are_reached_by_their_address()
    {
        Assert.That(Failures(options => options.BaseUrl = "http://127.0.0.1:8081"), Is.Empty);
        Assert.That(Failures(options => options.BaseUrl = "https://bots.example/api/"), Is.Empty);
    }

    [Test]
    public void Each_wrong_setting_is_named_in_a_sentence_that_never_holds_the_token()
    {
        Action<TelegramOptions>[] mistakes =
        [
            options => options.Token = "",
            options => options.Token = "secret",
            options => options.Token = "123456:short",
            options => options.Token = ScriptedTelegram.Token + "\n",
            options => options.BaseUrl = "api.telegram.org",
            options => options.BaseUrl = "ftp://api.telegram.org",
            options => options.BaseUrl = "http://api.telegram.org",
            options => options.PollTimeout = TimeSpan.FromSeconds(51),
            options => options.PollTimeout = TimeSpan.FromSeconds(-1),
            options => options.RequestTimeout = TimeSpan.Zero,
            options => options.BulkPerSecond = 0,
        ];
        foreach (var mistake in mistakes)
        {
            Assert.That(Failures(mistake), Has.Count.EqualTo(1).And.All.StartsWith("Telegram: ").And.None.Contains("secret"));
        }
    }

    private static IReadOnlyList<string> Failures(Action<TelegramOptions> configure)
    {
        var options = new TelegramOptions { Token = ScriptedTelegram.Token };
        configure(options);
        var result = new TelegramOptionsValidator().Validate(Options.DefaultName, options);
        return [.. result.Failures ?? []];
    }
}
