using Marketplace.Frontends.Texts;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Tests;

/// <summary>What people write stays what they wrote: never markup, never invisible, never the end of the line.</summary>
internal sealed class HostileTextTests
{
    [TestCase("<b>bold</b> & <script>", "<b>bold</b> & <script>")]
    [TestCase("**not bold** `not code` {earns, money}", "**not bold** `not code` {earns, money}")]
    [TestCase("abc\u202Edef\u202C", "abcdef")]
    [TestCase("a\u200Bb\uFEFFc\u2060d", "abcd")]
    [TestCase("a\u0000b\u0007c", "abc")]
    [TestCase("\u2068x\u2069\u2069\u2069 y", "x y")]
    [TestCase("שלום", "שלום")]
    [TestCase("Z\u0300\u0301\u0302\u0303\u0304\u200D\u0305a", "Z\u0300\u0301\u0302\u0303\u200Da")]
    [TestCase("👨‍👩‍👧 ok", "👨‍👩‍👧 ok")]
    public void A_title_is_shown_as_plain_text_between_isolates(string title, string shown)
    {
        var speaker = new Speaker(new TextCatalogue([new ChatContributor(typeof(ChatTurn).Assembly)]), Language.Fallback);
        var text = speaker.Say("campaigns.paid", ("earned", new Sun(1_500_000)), ("title", title));
        Assert.Multiple(() =>
        {
            Assert.That(string.Concat(text.Spans.Select(span => span.Text)), Does.Contain($"“\u2068{shown}\u2069”"));
            Assert.That(text.Spans.Where(span => span.Style == TextStyle.Bold).Select(span => span.Text), Is.EqualTo(new[] { "1.5\u00a0TRX" }));
            Assert.That(text.Spans.Where(span => span.Style == TextStyle.Code), Is.Empty);
        });
    }

    [TestCase("@weather_whale_bot", true)]
    [TestCase("Weather2", true)]
    [TestCase("@weather whale", false)]
    [TestCase("שלום", false)]
    [TestCase("@bot\u202E", false)]
    public void A_plain_name_is_shown_as_it_is_typed_and_everything_else_is_fenced(string name, bool plain) =>
        Assert.That(UserText.Isolate(name), plain ? Is.EqualTo(name) : Does.StartWith("\u2068").And.EndsWith("\u2069"));

    [Test]
    public void A_cut_never_splits_a_character_and_closes_its_isolate()
    {
        var family = "👨‍👩‍👧";
        var cut = UserText.Cut(UserText.Isolate(string.Concat(Enumerable.Repeat(family, 50))), 60);
        Assert.That(cut, Does.EndWith($"{family}…\u2069"));
    }

    [TestCase("RTL \u202Eoverride")]
    [TestCase("zero\u200Bwidth")]
    [TestCase("two\nlines")]
    [TestCase("\u0000")]
    [TestCase("   ")]
    public async Task A_title_that_hides_something_is_refused_and_the_step_stays(string title)
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types(title);
        Assert.That(ada.Sees.Text, Does.StartWith("The title must be one line").And.Contain("1 of 4"));
    }

    [Test]
    public async Task A_title_with_a_pile_of_accents_is_refused_and_the_step_stays()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types("Z\u0300\u0301\u0302\u0303\u0304algo");
        Assert.That(ada.Sees.Text, Does.StartWith("One letter of this title carries too many accents. Please send it with at most 4 on each.").And.Contain("1 of 4"));
        await ada.Types("Ame\u0301lie");
        Assert.That(ada.Sees.Text, Does.Contain("2 of 4"));
    }

    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1e3")]
    [TestCase("1 00")]
    [TestCase("0.0000001")]
    [TestCase("٣")]
    [TestCase("1,5,5")]
    [TestCase("NaN")]
    [TestCase("999999999999999999999999")]
    [TestCase("0")]
    public async Task An_amount_of_every_wrong_kind_is_refused_and_the_step_stays(string amount)
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types("A title");
        await ada.Types("@lucky_bot");
        await ada.Types(amount);
        Assert.That(ada.Sees.Text, Does.Contain("3 of 4").And.Not.StartWith("**3"));
    }

    [Test]
    public async Task Four_thousand_characters_and_more_are_answered()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        foreach (var words in new[] { new string('x', 5_000), "/" + new string('y', 5_000), "/start " + new string('z', 5_000) })
        {
            await ada.Types(words);
            Assert.That(ada.Sees.Text, Has.Length.LessThan(4_096));
        }

        await ada.Types("/create_campaign");
        await ada.Types(new string('x', 5_000));
        Assert.That(ada.Sees.Text, Does.Contain("1 of 4"));
    }
}
