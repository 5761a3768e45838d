using System.Globalization;

namespace Marketplace.Benchmarks.Tron;

/// <summary>How long and how often.</summary>
/// <param name="Rounds">Each subject is a new process in each.</param>
/// <param name="Window">Processor time measured for each row in each round.</param>
/// <param name="Json">The file beside the table.</param>
internal sealed record Options(int Rounds, TimeSpan Window, string Json)
{
    public const string Usage =
        """
        dotnet run -c Release --project benchmarks/Tron [-- options]
          --quick         one round of 0.3 s a row: to see that it works, not to quote
          --rounds N      3 unless told otherwise
          --seconds N     processor time for each row in each round, 1 unless told otherwise
          --json FILE     artifacts/benchmarks/tron.json unless told otherwise
        """;

    /// <returns>Null where an argument is not understood.</returns>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options(3, TimeSpan.FromSeconds(1), Path.Combine(Machine.Repository(), "artifacts", "benchmarks", "tron.json"));
        for (var index = 0; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : "";
            switch (arguments[index])
            {
                case "--quick":
                    options = options with { Rounds = 1, Window = TimeSpan.FromSeconds(0.3) };
                    continue;
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Window = TimeSpan.FromSeconds(seconds) };
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
