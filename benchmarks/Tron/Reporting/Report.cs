using System.Globalization;
using System.Text.Json;
using Marketplace.Benchmarks.Tron.Rows;

namespace Marketplace.Benchmarks.Tron.Reporting;

/// <summary>A row of one subject over all rounds.</summary>
/// <param name="Key">What was done.</param>
/// <param name="Subject">Who did it.</param>
/// <param name="PerSecond">Operations for each second of processor time.</param>
/// <param name="Ratio">To TronWeb in the same round.</param>
/// <param name="Kilobytes">Garbage for each.</param>
/// <param name="AtLeast">What is asked of the ratio.</param>
internal sealed record Line(string Key, string Subject, Spread PerSecond, Spread? Ratio, double? Kilobytes, double? AtLeast)
{
    public bool? Holds => AtLeast is { } least && Ratio is not null ? Ratio.Median >= least : null;
}

/// <summary>Median, least and most of the rounds.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }
}

/// <summary>The table on the screen, in Markdown, and the file beside it.</summary>
internal sealed class Report
{
    private const double ManagedAtLeast = 2;
    private const double NativeAtLeast = 8;
    private const double ScanMilliseconds = 2;
    private const string Verified = "the same, verified before it is handed out";

    // What the specification names; the others are for the reader.
    private static readonly string[] Asked = ["new key and address", "address of a key", "TRX transfer built and signed"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly List<(Measured? Peer, Measured Managed, Measured Native)> rounds = [];
    private readonly List<string> notes = [];

    public void Note(FormattableString sentence) => notes.Add(sentence.ToString(CultureInfo.InvariantCulture));

    public void Add(Measured? peer, Measured managed, Measured native) => rounds.Add((peer, managed, native));

    public async Task WriteAsync(TextWriter output, string path)
    {
        var hasNative = rounds[0].Native.Subject.StartsWith("native", StringComparison.Ordinal);
        if (!hasNative)
        {
            notes.Add($"The native rows are left out: {rounds[0].Native.Subject}.");
        }

        var lines = Operations.All.SelectMany(operation => LinesOf(operation.Key, hasNative)).ToList();
        var scans = ScanRows.All.Select(operation => operation.Key).Select(key => new { key, milliseconds = Spread.Of(rounds.Select(round => 1_000 / round.Managed.PerSecond[key])), kilobytes = rounds[0].Managed.Kilobytes![key] }).ToList();
        var text = new List<string>
        {
            "", "| | by | per CPU second, median (least-most) | to TronWeb | at least | | KB allocated |", "|---|---|--:|--:|--:|---|--:|",
        };
        text.AddRange(lines.Select(Describe));
        text.AddRange(["", "| | CPU ms, median (least-most) | at most | | KB allocated |", "|---|--:|--:|---|--:|"]);
        text.AddRange(scans.Select(scan => string.Create(
            CultureInfo.InvariantCulture,
            $"| {scan.key} | {scan.milliseconds.Median:0.00} ({scan.milliseconds.Least:0.00}-{scan.milliseconds.Most:0.00}) | {(scan.key == ScanRows.Reading ? " | " : $"{ScanMilliseconds:0} | {(scan.milliseconds.Median < ScanMilliseconds ? "holds" : "ABOVE")}")} | {scan.kilobytes:0.0} |")));
        text.Add("");
        text.AddRange(notes.Select(note => $"* {note}"));
        text.ForEach(output.WriteLine);

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { at = TimeProvider.System.GetUtcNow(), lines, scans, notes }, Json));
        await output.WriteLineAsync($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
    }

    private IEnumerable<Line> LinesOf(string key, bool hasNative)
    {
        // TronWeb does not verify what it signs: its signing is what ours with verification is held against as well.
        var peerKey = key == Verified ? "TRX transfer built and signed" : key;
        if (key != Verified && rounds[0].Peer is { } peer)
        {
            yield return new Line(key, peer.Subject, Spread.Of(rounds.Select(round => round.Peer!.PerSecond[key])), null, null, null);
        }

        yield return LineOf(key, peerKey, round => round.Managed, ManagedAtLeast);
        if (hasNative)
        {
            yield return LineOf(key, peerKey, round => round.Native, NativeAtLeast);
        }
    }

    private Line LineOf(string key, string peerKey, Func<(Measured? Peer, Measured Managed, Measured Native), Measured> subject, double atLeast) =>
        new(
            key,
            subject(rounds[0]).Subject.Split(':')[0],
            Spread.Of(rounds.Select(round => subject(round).PerSecond[key])),
            rounds[0].Peer is null ? null : Spread.Of(rounds.Select(round => subject(round).PerSecond[key] / round.Peer!.PerSecond[peerKey])),
            subject(rounds[0]).Kilobytes![key],
            Asked.Contains(key) ? atLeast : null);

    private static string Describe(Line line)
    {
        var invariant = CultureInfo.InvariantCulture;
        var ratio = line.Ratio is { } to ? string.Create(invariant, $"{to.Median:0.0} ({to.Least:0.0}-{to.Most:0.0})") : "";
        var asked = line.AtLeast is { } least ? string.Create(invariant, $"{least:0.#}×") : "";
        var verdict = line.Holds switch { true => "holds", false => "BELOW", null => "" };
        var garbage = line.Kilobytes is { } kilobytes ? string.Create(invariant, $"{kilobytes:0.0}") : "";
        return string.Create(
            invariant,
            $"| {line.Key} | {line.Subject} | {line.PerSecond.Median:#,0} ({line.PerSecond.Least:#,0}-{line.PerSecond.Most:#,0}) | {ratio} | {asked} | {verdict} | {garbage} |");
    }
}
