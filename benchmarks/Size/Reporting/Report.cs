using System.Globalization;
using System.Text.Json;

namespace Marketplace.Benchmarks.Size.Reporting;

/// <summary>The table on the screen, in Markdown, and the file beside it.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<Line> lines = [];
    private readonly List<string> notes = [];
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    public void Add(Line line) => lines.Add(line);

    public void Note(FormattableString sentence) => notes.Add(sentence.ToString(CultureInfo.InvariantCulture));

    public void Violation(string sentence) => violations.Add(sentence);

    public async Task WriteAsync(TextWriter output, string path)
    {
        var table = new List<string>
        {
            $"| screen | engine | processor ms, client + server | at most {Line.AtMost:0} | wall ms | answered | plan |",
            "|---|---|--:|---|--:|--:|---|",
        };
        table.AddRange(lines.OrderBy(line => lines.FindIndex(other => other.Screen == line.Screen)).Select(Describe));
        string[] text = ["", .. table, "", .. notes.Select(note => $"* {note}"), .. violations.Select(violation => $"* THE BOOKS ARE WRONG: {violation}")];
        foreach (var line in text)
        {
            await output.WriteLineAsync(line);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { at = TimeProvider.System.GetUtcNow(), lines, notes, violations }, Json));
        await output.WriteLineAsync($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
    }

    private static string Describe(Line line)
    {
        var server = line.ServerMilliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" + {milliseconds:0.00}") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {line.Screen} | {line.Engine} | {line.ClientMilliseconds:0.00}{server} | {(line.Milliseconds < Line.AtMost ? "holds" : "ABOVE")} | {line.WallMilliseconds:0.0} | {line.Rows:#,0} | {string.Join("; ", line.Plans)} |");
    }
}
