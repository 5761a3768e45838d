using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Marketplace.Host.Http;

/// <summary>Adds up what the house's meters measure: counters, gauges, and histograms with fixed bounds in seconds.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private const string OurMeters = "Marketplace";

    /// <summary>Past it, new combinations of labels are left out: a label that grows without bound must not eat the memory.</summary>
    private const int MostSeries = 2_000;

    private static readonly double[] Bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private readonly ConcurrentDictionary<(string Name, string Labels), Series> series = new();
    private readonly ConcurrentDictionary<string, (string Type, string Help)> families = new();
    private readonly MeterListener listener = new();

    public MetricsCollector()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name.StartsWith(OurMeters, StringComparison.Ordinal))
            {
                families.TryAdd(Name(instrument), (Type(instrument), instrument.Description ?? instrument.Name));
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
    }

    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# HELP process_resident_memory_bytes Resident memory size in bytes.\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {Environment.WorkingSet}\n");
        text.Append(CultureInfo.InvariantCulture, $"# HELP dotnet_gc_heap_bytes What the garbage collector holds, garbage included.\n# TYPE dotnet_gc_heap_bytes gauge\ndotnet_gc_heap_bytes {GC.GetTotalMemory(forceFullCollection: false)}\n");
        foreach (var (name, (type, help)) in families.OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.ReplaceLineEndings(" ")}\n# TYPE {name} {type}\n");
            foreach (var (key, found) in series.Where(one => one.Key.Name == name).OrderBy(one => one.Key.Labels, StringComparer.Ordinal))
            {
                found.Write(text, name, key.Labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private static string Name(Instrument instrument)
    {
        var name = new StringBuilder();
        foreach (var character in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return name.Append(instrument.Unit == "s" ? "_seconds" : string.Empty).Append(IsCounter(instrument) ? "_total" : string.Empty).ToString();
    }

    private static string Type(Instrument instrument) => IsCounter(instrument) ? "counter" : IsHistogram(instrument) ? "histogram" : "gauge";

    private static bool IsCounter(Instrument instrument) =>
        instrument.GetType().Name is var type && (type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal));

    private static bool IsHistogram(Instrument instrument) => instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Append(labels.Length == 0 ? string.Empty : ",").Append(key.Replace('.', '_')).Append("=\"").Append(escaped).Append('"');
        }

        return labels.ToString();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (Name(instrument), Labels(tags));
        if (!series.TryGetValue(key, out var found))
        {
            if (series.Count >= MostSeries)
            {
                return;
            }

            found = series.GetOrAdd(key, _ => new Series(IsHistogram(instrument), IsSummed(instrument)));
        }

        found.Record(value);
    }

    /// <summary>Counters and up-down counters tell changes; the observable kinds tell the sum itself.</summary>
    private static bool IsSummed(Instrument instrument) => !instrument.IsObservable && !instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    private sealed class Series(bool isHistogram, bool isSummed)
    {
        private readonly Lock gate = new();
        private readonly long[] buckets = new long[isHistogram ? Bounds.Length + 1 : 0];
        private double total;
        private long count;

        public void Record(double value)
        {
            lock (gate)
            {
                total = isSummed ? total + value : value;
                if (isHistogram)
                {
                    count++;
                    var bucket = Array.BinarySearch(Bounds, value);
                    buckets[bucket < 0 ? ~bucket : bucket]++;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (gate)
            {
                var braces = labels.Length == 0 ? string.Empty : $"{{{labels}}}";
                if (!isHistogram)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{braces} {total}\n");
                    return;
                }

                var sum = 0L;
                var comma = labels.Length == 0 ? string.Empty : ",";
                for (var bucket = 0; bucket < buckets.Length; bucket++)
                {
                    sum += buckets[bucket];
                    var bound = bucket < Bounds.Length ? Bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {sum}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{name}_sum{braces} {total}\n{name}_count{braces} {count}\n");
            }
        }
    }
}
