using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>parse_mode MarkdownV2 and Markdown, by https://core.telegram.org/bots/api#formatting-options.</summary>
public sealed class MarkdownTests
{
    private Sandbox _sandbox = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync(options => options.FloodLimits.Enabled = false);
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [TestCase("*b* _i_ __u__ ~s~ ||x||", "b i u s x", "bold 0 1|italic 2 1|underline 4 1|strikethrough 6 1|spoiler 8 1")]
    [TestCase("*a _b __c___*", "a b c", "bold 0 5|italic 2 3|underline 4 1")]
    [TestCase("🐋 *é🐋*", "🐋 é🐋", "bold 3 3")]
    [TestCase(@"1\.5 \(a\) \_ \\", @"1.5 (a) _ \", "")]
    [TestCase("`a*b_c` ", "a*b_c", "code 0 5")]
    [TestCase("```\nvar a;\n```", "var a;", "pre 0 6")]
    [TestCase("```cs\nvar a`b;```", "var a`b;", "pre 0 8 cs")]
    [TestCase("[go](https://t.me/a_bot?start=1)", "go", "text_link 0 2 https://t.me/a_bot?start=1")]
    [TestCase("[go](javascript:alert)", "go", "")]
    [TestCase("![👍](tg://emoji?id=5368324170671202286)", "👍", "custom_emoji 0 2 5368324170671202286")]
    [TestCase("![then](tg://time?unix=1800000000&format=wDT)", "then", "date_time 0 4 1800000000")]
    [TestCase(">a\n>b\nc", "a\nb\nc", "blockquote 0 3")]
    [TestCase("**>a\n>b||", "a\nb", "expandable_blockquote 0 3")]
    [TestCase("x \\> y", "x > y", "")]
    public async Task The_second_version_becomes_text_and_entities(string markdown, string text, string entities) =>
        await ExpectAsync("MarkdownV2", markdown, text, entities);

    [TestCase("*b* _i_ `c` [go](https://t.me/a_bot)", "b i c go", "bold 0 1|italic 2 1|code 4 1|text_link 6 2 https://t.me/a_bot")]
    [TestCase("1.5 (a) - it's fine!", "1.5 (a) - it's fine!", "")]
    [TestCase(@"snake\_case", "snake_case", "")]
    [TestCase("```cs\nvar a;```", "var a;", "pre 0 6 cs")]
    public async Task The_first_version_becomes_text_and_entities(string markdown, string text, string entities) =>
        await ExpectAsync("Markdown", markdown, text, entities);

    [TestCase("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'")]
    [TestCase("MarkdownV2", "a!", "Character '!' is reserved and must be escaped with the preceding '\\'")]
    [TestCase("MarkdownV2", "a > b", "Character '>' is reserved and must be escaped with the preceding '\\'")]
    [TestCase("MarkdownV2", "é *a", "Can't find end of Bold entity at byte offset 3")]
    [TestCase("MarkdownV2", "[a](b", "Can't find end of a URL at byte offset 4")]
    [TestCase("MarkdownV2", "![a](https://t.me)", "Custom emoji entity must contain a tg://emoji URL")]
    [TestCase("Markdown", "snake_case", "Can't find end of the entity starting at byte offset 5")]
    public async Task Broken_markup_is_refused_with_its_place(string mode, string markdown, string reason)
    {
        var body = await _sandbox.CallAsync("sendMessage", new { chat_id = Sandbox.Bob, text = markdown, parse_mode = mode });
        Assert.That(body["description"]?.GetValue<string>(), Is.EqualTo("Bad Request: can't parse entities: " + reason));
    }

    private async Task ExpectAsync(string mode, string markdown, string text, string entities)
    {
        var sent = await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = markdown, parse_mode = mode });
        Assert.That(sent["text"]!.GetValue<string>(), Is.EqualTo(text));
        Assert.That(string.Join('|', (sent["entities"]?.AsArray() ?? []).Select(Show)), Is.EqualTo(entities));
    }

    private static string Show(JsonNode? entity) =>
        $"{entity!["type"]} {entity["offset"]} {entity["length"]} {entity["language"] ?? entity["url"] ?? entity["custom_emoji_id"] ?? entity["unix_time"]}".TrimEnd();
}
