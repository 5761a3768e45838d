using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// The order of usings that <c>dotnet format</c> makes: System first, then by name, then static ones, then aliases. It is the one thing that neither the
/// build nor <c>dotnet format whitespace --folder</c> looks at, and opening the whole solution for it takes minutes.
/// </summary>
internal sealed partial class UsingsTests
{
    [Test]
    public void Usings_stand_in_the_formatter_s_order()
    {
        var wrong =
            from file in Repository.Everything.SelectMany(project => project.Sources).Distinct()
            let usings = AtTheTop(File.ReadLines(file))
            where !usings.SequenceEqual(InOrder(usings))
            select $"{Repository.Relative(file)}: {string.Join(" ", InOrder(usings))}";

        Assert.That(wrong, Is.Empty, "Run dotnet format.");
    }

    [TestCase("using B;", "using A;", ExpectedResult = "using A; using B;")]
    [TestCase("using Alpha;", "using System;", "using System.Text;", ExpectedResult = "using System; using System.Text; using Alpha;")]
    [TestCase("using Systematic;", "using System.Text;", ExpectedResult = "using System.Text; using Systematic;")]
    [TestCase("using A.Bc;", "using A.B.C;", "using A.b;", ExpectedResult = "using A.b; using A.B.C; using A.Bc;")]
    [TestCase("using X = A.B;", "using static A.B;", "using Z;", "global using Z.Y;", ExpectedResult = "global using Z.Y; using Z; using static A.B; using X = A.B;")]
    [TestCase("// Why.", "", "using B;", "", "using A;", "using var a = b;", "using C;", ExpectedResult = "using A; using B;")]
    public string What_is_out_of_order_is_seen(params string[] lines) => string.Join(' ', InOrder(AtTheTop(lines)));

    private static List<string> AtTheTop(IEnumerable<string> lines) =>
    [
        .. lines
            .TakeWhile(line => line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || Using().IsMatch(line))
            .Where(line => Using().IsMatch(line)),
    ];

    private static IEnumerable<string> InOrder(IEnumerable<string> usings) => usings
        .Select(line => (line, parts: Using().Match(line).Groups))
        .Select(candidate => (candidate.line, candidate.parts, name: candidate.parts[candidate.parts["alias"].Success ? "alias" : "name"].Value))
        .OrderBy(candidate => !candidate.parts["global"].Success)
        .ThenBy(candidate => candidate.parts["alias"].Success ? 2 : candidate.parts["static"].Success ? 1 : 0)
        .ThenBy(candidate => candidate.parts["alias"].Success || !$"{candidate.name}.".StartsWith("System.", StringComparison.Ordinal))
        // What is within a namespace stands behind it, and before its neighbours.
        .ThenBy(candidate => candidate.name.Replace('.', '\0'), StringComparer.OrdinalIgnoreCase)
        .Select(candidate => candidate.line);

    [GeneratedRegex(@"^(?<global>global )?using (?<static>static )?((?<alias>\w+) = )?(?<name>[\w.<>, ]+);$")]
    private static partial Regex Using();
}
