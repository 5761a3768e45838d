using System.Globalization;
using System.Text.Json;

namespace Marketplace.Benchmarks.Foundation.Reporting;

/// <summary>A figure over all rounds.</summary>
internal sealed record Figure(string Subject, string Name, string Unit, double Median, double Least, double Most, double? Limit)
{
    public bool Holds => Limit is null || Median <= Limit;
}

/// <summary>The table on the screen and the file beside it.</summary>
internal sealed class Report
{
    /// <summary>What the specification asks for; the rest is for the reader.</summary>
    private static readonly Dictionary<string, double> Limits = new(StringComparer.Ordinal)
    {
        ["command, steady, p95"] = 100,
        ["command, steady, processor time each"] = 2.5,
        ["command, everybody at once, p95"] = 1_000,
        ["first contact, everybody at once, p95"] = 2_000,
        ["cold start"] = 2_000,
        ["cold start, new database"] = 2_000,
        ["memory, resident"] = 150,
        ["participation, claim to paid, p95"] = 1_000,
        ["deposit, solid to credited, p95"] = 2_000,
    };

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<Figure> figures = [];
    private readonly List<string> notes = [];

    public void Add(string subject, IReadOnlyList<Measurements> rounds)
    {
        foreach (var (name, unit, _) in rounds[0].Values)
        {
            var values = rounds.SelectMany(round => round.Values.Where(value => value.Name == name).Select(value => value.Value)).Order().ToArray();
            figures.Add(new Figure(subject, name, unit, values[values.Length / 2], values[0], values[^1], Limits.TryGetValue(name, out var limit) ? limit : null));
        }
    }

    /// <summary>How often the peer's figure goes into ours.</summary>
    public void Compare(string subject, string peer, string name, double most)
    {
        Figure Of(string who) => figures.Single(figure => figure.Subject == who && figure.Name == name);
        var (ours, theirs) = (Of(subject), Of(peer));
        figures.Add(new Figure(subject, $"{name}, to {peer}", "x", ours.Median / theirs.Median, ours.Least / theirs.Most, ours.Most / theirs.Least, most));
    }

    public void Note(string sentence) => notes.Add(sentence);

    public async Task WriteAsync(TextWriter output, string path)
    {
        await output.WriteLineAsync($"\n{"",-29}{"",-56}{"median",10}{"least",10}{"most",10}  {"",-4}{"limit",8}");
        foreach (var figure in figures)
        {
            var limit = figure.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"{most,8:0.#} {(figure.Holds ? "holds" : "MISSED")}") : string.Empty;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Subject,-29}{figure.Name,-56}{figure.Median,10:0.0}{figure.Least,10:0.0}{figure.Most,10:0.0}  {figure.Unit,-4}{limit}"));
        }

        foreach (var note in notes)
        {
            await output.WriteLineAsync(note);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = new { at = TimeProvider.System.GetUtcNow(), processors = Environment.ProcessorCount, figures, notes };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(content, Json));
        await output.WriteLineAsync($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
    }
}
