using PublicApiGenerator;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// What each library offers to those who build on it, line by line: <c>Approved/*.txt</c>. <c>MARKETPLACE_APPROVE=1 dotnet test tests/Architecture</c>
/// takes a change over; the diff is the review, and a line that goes or changes is for the changelog.
/// </summary>
internal sealed class ApprovedSurfaceTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests", "Architecture", "Approved");

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["System.Runtime.CompilerServices.CompilerGeneratedAttribute"],
    };

    private static IEnumerable<Project> Libraries => Repository.Libraries;

    [TestCaseSource(nameof(Libraries))]
    public void What_a_library_offers_is_what_was_approved(Project project)
    {
        var file = Path.Combine(Approved, $"{project.Name}.txt");
        var surface = project.Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("MARKETPLACE_APPROVE") == "1")
        {
            Directory.CreateDirectory(Approved);
            File.WriteAllText(file, surface);
        }

        Assert.That(surface, Is.EqualTo(File.Exists(file) ? File.ReadAllText(file) : string.Empty), "MARKETPLACE_APPROVE=1 takes it over.");
    }

    [Test]
    public void There_is_no_approved_surface_without_its_library() => Assert.That(
        Directory.EnumerateFiles(Approved, "*.txt").Select(Path.GetFileNameWithoutExtension), Is.SubsetOf(Libraries.Select(project => project.Name)));
}
