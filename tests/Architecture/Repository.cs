using System.Reflection;
using System.Xml.Linq;

namespace Marketplace.Architecture.Tests;

/// <summary>A project as its file says it.</summary>
internal sealed record Project(string Name, string File)
{
    private readonly XDocument xml = XDocument.Load(File);

    public string Folder => Path.GetDirectoryName(File)!;

    public IReadOnlyList<string> Projects => [.. Included("ProjectReference").Select(Path.GetFileNameWithoutExtension)!];

    public IReadOnlyList<string> Packages => [.. Included("PackageReference")];

    public IReadOnlyList<string> FriendAssemblies => [.. Included("InternalsVisibleTo")];

    public Assembly Assembly => Assembly.Load(Name);

    /// <summary>Its source files; the folders of projects within this one are theirs.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. Repository.Sources(Folder).Where(file => !Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories)
            .Any(other => other != File && file.StartsWith(Path.GetDirectoryName(other)! + '/', StringComparison.Ordinal))),
    ];

    public override string ToString() => Name;

    private IEnumerable<string> Included(string element) =>
        xml.Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>().Select(include => include.Replace('\\', '/'));
}

/// <summary>What is in the repository, found by looking.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Libraries { get; } = Find("src");

    public static IReadOnlyList<Project> Samples { get; } = Find("samples");

    public static IReadOnlyList<Project> Everything { get; } = [.. Libraries, .. Samples, .. Find("tests"), .. Find("benchmarks"), .. Find("eng")];

    /// <summary>The projects that bring tables, commands or screens: everything that plugs in by <c>AddMarketplaceX</c>, Kernel and Persistence aside.</summary>
    public static IReadOnlyList<Project> Modules { get; } =
    [
        .. Libraries.Where(project => project.Folder.Contains("/Marketplace.Core/", StringComparison.Ordinal)
            && project.Name is not "Marketplace.Kernel"
            && !project.Name.StartsWith("Marketplace.Persistence", StringComparison.Ordinal)),
    ];

    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/artifacts/", StringComparison.Ordinal));

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static List<Project> Find(string folder) => Directory.Exists(Path.Combine(Root, folder))
        ?
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal))
                .Select(file => new Project(Path.GetFileNameWithoutExtension(file), file))
                .OrderBy(project => project.Name, StringComparer.Ordinal),
        ]
        : [];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Marketplace.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.TrimEnd('/');
    }
}
