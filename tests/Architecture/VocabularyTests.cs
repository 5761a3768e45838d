using System.Reflection;
using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>Words that would show that a project knows what it must not know, looked for in every identifier of the compiled code.</summary>
internal sealed partial class VocabularyTests
{
    private static readonly string[] Outside = ["telegram", "discord", "tron"];
    private static readonly string[] Business = ["campaign", "campaigns", "participation", "participant", "sponsor", "referral", "escrow", "advertiser"];

    private static IEnumerable<TestCaseData> Rules =>
        from project in Repository.Libraries
        let banned = BannedIn(project)
        where banned.Length > 0
        select new TestCaseData(project, banned).SetArgDisplayNames(project.Name, string.Join(' ', banned));

    [TestCaseSource(nameof(Rules))]
    public void A_project_does_not_speak_of_what_it_must_not_know(Project project, string[] banned)
    {
        var found = project.Assembly.GetTypes()
            .SelectMany(type => Identifiers(type).Select(identifier => (type, identifier)))
            .Where(entry => Words(entry.identifier).Any(word => banned.Contains(word, StringComparer.OrdinalIgnoreCase)))
            .Select(entry => $"{entry.type.FullName}: {entry.identifier}")
            .Distinct();

        Assert.That(found, Is.Empty);
    }

    [TestCase("TronPayments", ExpectedResult = "Tron Payments")]
    [TestCase("m_strongTelegramURL", ExpectedResult = "m strong Telegram URL")]
    [TestCase("ISBNOfTRX20Token", ExpectedResult = "ISBN Of TRX Token")]
    public string Identifiers_are_read_word_by_word(string identifier) => string.Join(' ', Words(identifier));

    private static string[] BannedIn(Project project) => project switch
    {
        _ when project.Folder.Contains("/Marketplace.Core/", StringComparison.Ordinal) => Outside,
        { Name: "Marketplace.Tron" or "Marketplace.Tron.Devnet" } => [.. Business, "telegram", "discord"],
        { Name: "Marketplace.Frontends" } => Outside,
        { Name: "Marketplace.Frontends.Charts" } => [.. Business, .. Outside],
        { Name: "Marketplace.Frontends.Telegram" } => ["discord", "tron"],
        { Name: "Marketplace.Frontends.Discord" } => ["telegram", "tron"],
        { Name: "Marketplace.Frontends.Sandbox" } => Business,
        _ => [],
    };

    private static IEnumerable<string> Identifiers(Type type)
    {
        yield return type.Name;
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(Declared))
        {
            yield return member.Name;
            foreach (var parameter in (member as MethodBase)?.GetParameters() ?? [])
            {
                yield return parameter.Name ?? string.Empty;
            }
        }
    }

    private static IEnumerable<string> Words(string identifier) => Word().Matches(identifier).Select(match => match.Value);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
