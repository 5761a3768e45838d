using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>parse_mode HTML, by https://core.telegram.org/bots/api#html-style.</summary>
public sealed class HtmlTests
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

    [TestCase("<b>a</b>", "a", "bold 0 1")]
    [TestCase("<strong>a</strong> <em>b</em> <ins>c</ins> <del>d</del>", "a b c d", "bold 0 1|italic 2 1|underline 4 1|strikethrough 6 1")]
    [TestCase("🐋 <b>é🐋</b>", "🐋 é🐋", "bold 3 3")]
    [TestCase("<b>a<i>b</i></b>", "ab", "bold 0 2|italic 1 1")]
    [TestCase("&lt;b&gt; &amp; &quot;x&quot; &#39;&#x1F40B;&nbsp;", "<b> & \"x\" '🐋&nbsp;", "")]
    [TestCase("<code>T&amp;R /start</code>", "T&R /start", "code 0 10")]
    [TestCase("<pre><code class=\"language-cs\">var a;</code></pre>", "var a;", "pre 0 6 cs")]
    [TestCase("<a href=\"https://t.me/a_bot?start=1&amp;x=2\">go</a>", "go", "text_link 0 2 https://t.me/a_bot?start=1&x=2")]
    [TestCase("<a href=\"javascript:alert(1)\">go</a>", "go", "")]
    [TestCase("<span class=\"tg-spoiler\">s</span><tg-spoiler>t</tg-spoiler>", "st", "spoiler 0 1|spoiler 1 1")]
    [TestCase("<blockquote>q</blockquote><blockquote expandable>r</blockquote>", "qr", "blockquote 0 1|expandable_blockquote 1 1")]
    [TestCase("  <b> a </b>  ", "a", "bold 0 1")]
    [TestCase("<B>a</b>", "a", "bold 0 1")]
    [TestCase("<b>a</>", "a", "bold 0 1")]
    [TestCase("see https://example.com/x, @weather_whale_bot and /help", "see https://example.com/x, @weather_whale_bot and /help", "url 4 21|mention 27 18|bot_command 50 5")]
    [TestCase("<code>@weather_whale_bot</code>", "@weather_whale_bot", "code 0 18")]
    public async Task Markup_becomes_text_and_entities(string html, string text, string entities)
    {
        var sent = await _sandbox.ResultAsync("sendMessage", new { chat_id = Sandbox.Bob, text = html, parse_mode = "HTML" });
        Assert.That(sent["text"]!.GetValue<string>(), Is.EqualTo(text));
        Assert.That(string.Join('|', (sent["entities"]?.AsArray() ?? []).Select(Show)), Is.EqualTo(entities));
    }

    [TestCase("<p>a</p>", "Unsupported start tag \"p\" at byte offset 0")]
    [TestCase("é<br>", "Unsupported start tag \"br\" at byte offset 2")]
    [TestCase("1 < 2", "Unsupported start tag \"\" at byte offset 2")]
    [TestCase("<b>a", "Can't find end tag corresponding to start tag \"b\"")]
    [TestCase("a</b>", "Unexpected end tag at byte offset 1")]
    [TestCase("<b>a</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"")]
    [TestCase("<b>a</b", "Unclosed end tag at byte offset 4")]
    [TestCase("a <b", "Unclosed start tag at byte offset 2")]
    [TestCase("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0")]
    [TestCase("<a href=\"x", "Unclosed start tag at byte offset 0")]
    [TestCase("<span class=\"big\">x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0")]
    public async Task Broken_markup_is_refused_with_its_place(string html, string reason)
    {
        var body = await _sandbox.CallAsync("sendMessage", new { chat_id = Sandbox.Bob, text = html, parse_mode = "HTML" });
        Assert.That(body["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: can't parse entities: " + reason));
    }

    private static string Show(JsonNode? entity) =>
        $"{entity!["type"]} {entity["offset"]} {entity["length"]} {entity["language"] ?? entity["url"]}".TrimEnd();
}
