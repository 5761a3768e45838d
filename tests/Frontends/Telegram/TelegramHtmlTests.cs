using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Frontends.Telegram.Screens;

namespace Marketplace.Frontends.Telegram.Tests;

public partial class TelegramHtmlTests
{
    private static readonly string[] Hostile =
    [
        "<b>", "</b>", "</code>", "&", "&lt;", "&amp;lt;", "\"", "'", "<a href=\"tg://user?id=1\">", "*bold*", "_x_", "`c`", "[a](http://x)", "\u202e", "\u200b",
        "\u0000", "\r\n", "\n", "\t", "😀", "👨‍👩‍👧", "\ud83d", "\ude00", "é", "e\u0301", " ", "x", "<tg-emoji emoji-id=\"1\">", "<!--", "]]>",
    ];

    [Test]
    public void Whatever_people_write_comes_out_as_text_and_never_as_markup()
    {
        var random = new Random(1);
        for (var round = 0; round < 5_000; round++)
        {
            var spans = Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => new TextSpan(string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => Hostile[random.Next(Hostile.Length)])), (TextStyle)random.Next(3)))
                .ToArray();

            var html = TelegramHtml.Text(new RichText(spans));

            // The only tags are ours, in pairs; without them and unescaped, it is the text again.
            var tags = Tag().Matches(html).Select(match => match.Value).ToArray();
            Assert.That(tags, Is.All.AnyOf("<b>", "</b>", "<code>", "</code>"), html);
            Assert.That(tags.Chunk(2).All(pair => pair is [var open, var close] && close == open.Insert(1, "/")), Is.True, html);
            Assert.That(WebUtility.HtmlDecode(Tag().Replace(html, "")), Is.EqualTo(Readable(string.Concat(spans.Select(span => span.Text)), spans)), html);
        }
    }

    [Test]
    public void A_text_that_is_too_long_is_cut_between_two_characters_and_stays_valid()
    {
        var random = new Random(2);
        for (var round = 0; round < 300; round++)
        {
            var spans = Enumerable.Range(0, 40).Select(_ => new TextSpan(string.Concat(Enumerable.Repeat(Hostile[random.Next(Hostile.Length)], random.Next(200))), (TextStyle)random.Next(3))).ToArray();

            var text = WebUtility.HtmlDecode(Tag().Replace(TelegramHtml.Text(new RichText(spans)), ""));

            Assert.That(text.Length, Is.LessThanOrEqualTo(TelegramHtml.LongestText));
            Assert.That(text.EnumerateRunes().Contains(Rune.ReplacementChar) && !spans.Any(span => span.Text.EnumerateRunes().Contains(Rune.ReplacementChar)), Is.False);
        }
    }

    [Test]
    public void A_link_of_ours_opens_its_address_and_neither_half_can_break_out_of_it() =>
        Assert.That(
            TelegramHtml.Text(new RichText([new TextSpan("a<b") { Url = "https://x.example/?a=1&b=\"><i>" }, new TextSpan(" end")])),
            Is.EqualTo("<a href=\"https://x.example/?a=1&amp;b=&quot;&gt;&lt;i&gt;\">a&lt;b</a> end"));

    [Test]
    public void Exactly_the_longest_text_is_not_cut() =>
        Assert.That(TelegramHtml.Text(new RichText([new TextSpan(new string('&', 4096))])), Is.EqualTo(string.Concat(Enumerable.Repeat("&amp;", 4096))));

    [Test]
    public void A_keyboard_has_the_rows_of_the_screen_without_the_empty_ones()
    {
        var keyboard = TelegramHtml.Keyboard([[new Button("A <b>", "a", null), new Button("B", null, "https://t.me/x")], []], out var mistake);

        Assert.That(mistake, Is.Null);
        var row = keyboard!.InlineKeyboard.Single();
        Assert.That(row.Select(button => (button.Text, button.CallbackData, button.Url)), Is.EqualTo(new[] { ("A <b>", (string?)"a", (string?)null), ("B", null, "https://t.me/x") }));
        Assert.That(TelegramHtml.Keyboard([], out _), Is.Null);
    }

    [TestCase(ButtonStyle.Plain, null)]
    [TestCase(ButtonStyle.Primary, "primary")]
    [TestCase(ButtonStyle.Success, "success")]
    [TestCase(ButtonStyle.Danger, "danger")]
    public void A_button_may_copy_a_text_and_have_a_colour(ButtonStyle style, string? name)
    {
        var keyboard = TelegramHtml.Keyboard([[new Button("Copy", null, null, "TXYZ", style)]], out var mistake);

        Assert.That(mistake, Is.Null);
        var button = keyboard!.InlineKeyboard.Single().Single();
        Assert.That((button.CopyText!.Text, button.Style?.ToString().ToLowerInvariant()), Is.EqualTo(("TXYZ", name)));
    }

    [TestCase(0)]
    [TestCase(257)]
    public void A_text_to_copy_that_Telegram_would_refuse_is_found_before_it_is_sent(int length)
    {
        TelegramHtml.Keyboard([[new Button("Copy", null, null, new string('x', length))]], out var mistake);

        Assert.That(mistake, Is.Not.Null);
    }

    [TestCase("A", null, null)]
    [TestCase("A", "a", "https://t.me/x")]
    [TestCase("A", "", null)]
    [TestCase("A", "ééééééééééééééééééééééééééééééééé", null)]
    [TestCase(" ", "a", null)]
    public void A_button_that_Telegram_would_refuse_is_found_before_it_is_sent(string label, string? data, string? url)
    {
        TelegramHtml.Keyboard([[new Button(label, data, url)]], out var mistake);

        Assert.That(mistake, Is.Not.Null);
    }

    private static string Readable(string text, TextSpan[] spans) => string.Concat(spans.SelectMany(span => span.Text.EnumerateRunes())
        .Where(rune => !Rune.IsControl(rune) || rune.Value == '\n')
        .Select(rune => rune.ToString()));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
