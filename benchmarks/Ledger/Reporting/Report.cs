using System.Globalization;
using System.Text.Json;

namespace Marketplace.Benchmarks.Ledger.Reporting;

/// <summary>The table on the screen, in Markdown, and the file beside it.</summary>
internal sealed class Report(IReadOnlyList<Line> lines)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<string> notes = [];
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    public void Note(FormattableString sentence) => notes.Add(sentence.ToString(CultureInfo.InvariantCulture));

    public void Violation(string sentence) => violations.Add(sentence);

    public async Task WriteAsync(TextWriter output, string path)
    {
        var table = new List<string>
        {
            "| | per second, median (least-most) | p50 / p99 ms | to pgbench | at least | | processor µs each, client + server | KB allocated |",
            "|---|--:|--:|--:|--:|---|--:|--:|",
        };
        table.AddRange(lines.Select(Describe));
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
        var invariant = CultureInfo.InvariantCulture;
        var times = line.P50 is { } p50 ? string.Create(invariant, $"{p50.Median:0.0} / {line.P99!.Median:0.0}") : string.Empty;
        var ratio = line.Ratio is { } to ? string.Create(invariant, $"{to.Median:0.00} ({to.Least:0.00}-{to.Most:0.00})") : "–";
        var asked = line.AtLeast is { } least ? string.Create(invariant, $"{least:0.##}×")
            : line.P99AtMost is { } most ? string.Create(invariant, $"p99 < {most:0} ms") : string.Empty;
        var verdict = line.Holds switch { true => "holds", false => "BELOW", null => string.Empty };
        var costs = line.ClientMicroseconds is { } client
            ? string.Create(invariant, $"{client.Median:0} + {(line.ServerMicroseconds is { } server ? server.Median.ToString("0", invariant) : "–")}") : string.Empty;
        var allocated = line.AllocatedKilobytes is { } kilobytes ? string.Create(invariant, $"{kilobytes.Median:0.0}") : string.Empty;
        var remarks = line.Remarks.Count > 0 ? $" ({string.Join("; ", line.Remarks)})" : string.Empty;
        return string.Create(
            invariant,
            $"| {line.Key} {line.Name}{remarks} | {line.PerSecond.Median:#,0} ({line.PerSecond.Least:#,0}-{line.PerSecond.Most:#,0}) | {times} | {ratio} | {asked} | {verdict} | {costs} | {allocated} |");
    }
}
