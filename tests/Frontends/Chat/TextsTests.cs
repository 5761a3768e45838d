using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Referrals;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>The texts are complete in every language, say the same, and none is left over.</summary>
internal sealed partial class TextsTests
{
    /// <summary>Keys that the code puts together; each family is checked by a test of its own or by the screens that use it.</summary>
    private static readonly string[] Families = ["error.", "command.", "menu.", "notify.open."];
    private static readonly TextCatalogue Catalogue = new([new ChatContributor(typeof(ChatTurn).Assembly)]);

    private static IEnumerable<string> KeysOf(Language language) => Catalogue.Keys.Where(key => key.Language == language.Code).Select(key => key.Key);

    private static IEnumerable<string> AllKeys => KeysOf(Language.Fallback);

    private static IEnumerable<Error> AllErrors =>
        from assembly in new[] { typeof(AccountId), typeof(CampaignId), typeof(LedgerAccount), typeof(WalletView), typeof(ReferralsView), typeof(Sun), typeof(MarketplaceDbContext), typeof(ChatTurn) }
            .Select(type => type.Assembly)
        from type in assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType == typeof(Error)
        select (Error)property.GetValue(null)!;

    [Test]
    public void Every_language_has_every_text()
    {
        foreach (var language in Language.All)
        {
            Assert.That(KeysOf(language), Is.EquivalentTo(AllKeys), language.Name);
        }
    }

    [TestCaseSource(nameof(AllKeys))]
    public void A_text_has_the_same_holes_in_every_language(string key)
    {
        var holes = Catalogue.Find(Language.Fallback, key).Holes.ToList();
        foreach (var language in Language.All)
        {
            Assert.That(Catalogue.Find(language, key).Holes, Is.EqualTo(holes), language.Name);
        }
    }

    /// <summary>What a person reads of a template: its own words and a sign for each hole; what is to be copied has a spelling of its own.</summary>
    private static string Words(IEnumerable<Template.Node> nodes) => string.Concat(nodes.Select(node => node switch
    {
        { Style: TextStyle.Code } => "¤",
        Template.Literal literal => literal.Text,
        Template.Choice choice => string.Join('|', choice.Branches.Values.Select(Words)),
        _ => "¤",
    }));

    [TestCaseSource(nameof(AllKeys))]
    public void Every_language_is_set_as_its_printers_set_it(string key) => Assert.Multiple(() =>
    {
        foreach (var language in Language.All)
        {
            var words = Words(Catalogue.Find(language, key).Nodes);
            Assert.That(words, Does.Not.Match(@"\w'\w"), $"{language.Name}: an apostrophe is ’");
            Assert.That(words, Does.Not.Match(@"[\s\u00a0\u202f]$|^[\s\u00a0\u202f]").Or.EqualTo(" "), language.Name);
            Assert.That(words, language.Code == "fr" ? Does.Not.Match(FrenchFault) : Does.Not.Match(@"[\s\u00a0]%|“\s|\s”"), language.Name);
        }
    });

    /// <summary>A sign without its space that does not break.</summary>
    private const string FrenchFault = @"[^\u00a0\u202f|][:;!?»%]|«[^\u00a0\u202f]";

    /// <summary>A live name in a text of ours would be a link to whoever has it.</summary>
    [TestCaseSource(nameof(AllKeys))]
    public void No_text_mentions_a_stranger(string key)
    {
        foreach (var language in Language.All)
        {
            Assert.That(Words(Catalogue.Find(language, key).Nodes), Does.Not.Match(@"@\w|t\.me/\w"), language.Name);
        }
    }

    [TestCaseSource(nameof(AllErrors))]
    public void Every_refusal_of_every_module_has_a_text(Error error) => Assert.That(Catalogue.Has($"error.{error.Code}"), error.Code);

    [Test]
    public void No_refusal_is_explained_that_nobody_utters()
    {
        var codes = AllErrors.Select(error => $"error.{error.Code}").ToHashSet();
        Assert.That(AllKeys.Where(key => key.StartsWith("error.", StringComparison.Ordinal) && !codes.Contains(key)), Is.Empty);
    }

    [Test]
    public void Every_text_is_used_and_every_used_text_is_there()
    {
        var used = Sources().SelectMany(source => Literal().Matches(source).Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(AllKeys.Where(key => !used.Contains(key) && !Families.Any(family => key.StartsWith(family, StringComparison.Ordinal))), Is.Empty, "unused");
            // A literal that looks like a key and is none: names of files, of errors' codes and of modules' works have other beginnings.
            Assert.That(
                used.Where(literal => literal.Split('.')[0] is "note" or "button" or "campaigns" or "wallets" or "history" or "admin" or "notify" or "home" or "help" or "accounts" or "referrals")
                    .Where(literal => literal.Contains('.', StringComparison.Ordinal) && !Catalogue.Has(literal)),
                Is.Empty,
                "missing");
        });
    }

    [Test]
    public void Every_command_and_menu_button_has_its_text()
    {
        var types = typeof(ChatTurn).Assembly.GetTypes().Where(type => !type.IsAbstract).ToList();
        var commands = types.Where(type => type.IsAssignableTo(typeof(IChatCommand))).Select(type => $"command.{((IChatCommand)Activator.CreateInstance(type)!).Name}");
        var entries = types.Where(type => type.IsAssignableTo(typeof(IMenuEntry))).Select(type => $"menu.{((IMenuEntry)Activator.CreateInstance(type)!).Action}");
        Assert.That(commands.Concat(entries), Is.EquivalentTo(AllKeys.Where(key => key.StartsWith("command.", StringComparison.Ordinal) || key.StartsWith("menu.", StringComparison.Ordinal))));
    }

    [TestCase("en", 0, "0 minutes")]
    [TestCase("en", 1, "1 minute")]
    [TestCase("en", 2, "2 minutes")]
    [TestCase("fr", 0, "0 minute")]
    [TestCase("fr", 1, "1 minute")]
    [TestCase("fr", 2, "2 minutes")]
    public void Plurals_follow_the_language(string language, int minutes, string expected)
    {
        var text = new Speaker(Catalogue, Language.Find(language)!).Say("campaigns.proof.accepted", ("minutes", minutes), ("earns", Sun.FromTrx(1)));
        Assert.That(string.Concat(text.Spans.Select(span => span.Text)), Does.Contain(expected + "."));
    }

    [TestCase("{a, plural, one {x}}", "without 'other'")]
    [TestCase("**bold", "unclosed")]
    [TestCase("{", "a name is missing")]
    [TestCase("{a", "','")]
    [TestCase("{a, plural, other {x}", "a name is missing")]
    public void A_broken_template_is_refused_with_its_place(string source, string reason) =>
        Assert.That(() => Template.Parse(source), Throws.TypeOf<FormatException>().With.Message.Contains(reason));

    private static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Frontends", "Chat"));
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
    }

    [GeneratedRegex("\"([a-z_]+(?:\\.[a-z_]+)+)\"")]
    private static partial Regex Literal();
}
