using System.Globalization;

namespace Marketplace.Benchmarks.Size;

/// <summary>How much and for how long.</summary>
/// <param name="Accounts">People; everything else follows from their number.</param>
/// <param name="Window">Processor time measured for each screen on each engine.</param>
/// <param name="Json">The file beside the table.</param>
internal sealed record Options(int Accounts, TimeSpan Window, string Json)
{
    /// <summary>Sends messages on SQLite for so long and does nothing else: for a profiler.</summary>
    public TimeSpan? Load { get; init; }

    public const string Usage =
        """
        dotnet run -c Release --project benchmarks/Size [-- options]
          --quick         5,000 accounts, 0.2 s a screen: to see that it works, not to quote
          --accounts N    100,000 unless told otherwise; ten participations each
          --seconds N     processor time for each screen on each engine, 1 unless told otherwise
          --load N        messages on SQLite for N seconds and nothing else: for a profiler
          --json FILE     artifacts/benchmarks/size.json unless told otherwise
        """;

    /// <returns>Null where an argument is not understood.</returns>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options(100_000, TimeSpan.FromSeconds(1), Path.Combine(Machine.Repository(), "artifacts", "benchmarks", "size.json"));
        for (var index = 0; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : "";
            switch (arguments[index])
            {
                case "--quick":
                    options = options with { Accounts = 5_000, Window = TimeSpan.FromSeconds(0.2) };
                    continue;
                case "--accounts" when int.TryParse(value, CultureInfo.InvariantCulture, out var accounts) && accounts >= 1_000:
                    options = options with { Accounts = accounts };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Window = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--load" when double.TryParse(value, CultureInfo.InvariantCulture, out var load) && load > 0:
                    options = options with { Load = TimeSpan.FromSeconds(load) };
                    break;
                case "--json" when value.Length > 0:
                    options = options with { Json = Path.GetFullPath(value) };
                    break;
                default:
                    return null;
            }

            index++;
        }

        return options;
    }
}
