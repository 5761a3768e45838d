using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>What a reader of the files can rely on.</summary>
internal sealed partial class SourceTests
{
    private const int LongestFile = 300;
    private const string Reason = "// Longer than 300 lines because ";

    private static readonly string[] MeaninglessFolders = ["Services", "Helpers", "Managers", "Utils", "Utilities", "Common", "Misc"];

    private static IEnumerable<Project> Libraries => Repository.Libraries;

    [TestCaseSource(nameof(Libraries))]
    public void A_file_of_more_than_300_lines_says_why_at_its_top(Project project)
    {
        var silent = project.Sources.Where(file => File.ReadLines(file) is var lines
            && lines.Count() > LongestFile
            && !lines.Take(3).Any(line => line.StartsWith(Reason, StringComparison.Ordinal) && line.Length > Reason.Length + 20));

        Assert.That(silent.Select(Repository.Relative), Is.Empty, $"Split it, or begin it with \"{Reason}…\".");
    }

    [TestCaseSource(nameof(Libraries))]
    public void A_folder_says_what_is_in_it(Project project) =>
        Assert.That(project.Sources.Where(file => file.Split('/').Intersect(MeaninglessFolders).Any()).Select(Repository.Relative), Is.Empty);

    [TestCaseSource(nameof(Libraries))]
    public void Nothing_is_left_for_later_in_a_comment(Project project)
    {
        var found =
            from file in project.Sources
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where LeftForLater().IsMatch(line.text)
            select $"{Repository.Relative(file)}:{line.number}: {line.text.Trim()}";

        Assert.That(found, Is.Empty);
    }

    [TestCaseSource(nameof(Libraries))]
    public void A_project_says_in_a_few_lines_what_it_is(Project project)
    {
        // The two providers are part of Persistence and of its text.
        var folder = project.Name.StartsWith("Marketplace.Persistence.", StringComparison.Ordinal) ? Path.GetDirectoryName(project.Folder)! : project.Folder;
        var readme = Path.Combine(folder, "README.md");

        Assert.That(readme, Does.Exist);
        Assert.That(File.ReadLines(readme).Count(), Is.InRange(3, 40));
    }

    [Test]
    public void The_root_holds_what_a_reader_expects_and_nothing_else()
    {
        string[] expected =
        [
            ".ci", ".editorconfig", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "Marketplace.sln",
            "README.md", "benchmarks", "docs", "eng", "global.json", "nuget.config", "samples", "src", "tests",
        ];
        string[] madeByTools = [".git", ".vs", ".idea", ".vscode", "artifacts", "TestResults"];

        Assert.That(Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Except(madeByTools).Except(expected), Is.Empty);
    }

    [Test]
    public void The_readme_of_the_root_fits_a_stranger_s_patience() =>
        Assert.That(File.ReadLines(Path.Combine(Repository.Root, "README.md")).Count(), Is.LessThanOrEqualTo(120));

    [Test]
    public void Links_between_documents_lead_somewhere()
    {
        var broken =
            from file in Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            where !file.Contains("/artifacts/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
            from Match link in Link().Matches(File.ReadAllText(file))
            let target = link.Groups["target"].Value
            where !target.Contains(':', StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))
            select $"{Repository.Relative(file)} → {target}";

        Assert.That(broken, Is.Empty);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|^\s*#region|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
