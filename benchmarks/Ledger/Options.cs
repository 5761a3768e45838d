using System.Globalization;

namespace Marketplace.Benchmarks.Ledger;

/// <summary>How long, how often and what.</summary>
internal sealed record Options(int Rounds, TimeSpan Measured, TimeSpan WarmUp, string? PostgreSql, IReadOnlyCollection<string> Only, string Json)
{
    public const string Usage =
        """
        dotnet run -c Release --project benchmarks/Ledger [-- options]
          --quick                one round of 2 s each: to see that it works, not to quote
          --rounds N             3 unless told otherwise
          --seconds N            measured for each row in each round, 8 unless told otherwise; a quarter of it warms up first
          --only 1,2,5           these rows alone, by the first word of their names
          --postgres "Host=…"    this server, by a user who may create databases; else one of its own is started
          --json FILE            artifacts/benchmarks/ledger.json unless told otherwise
        """;

    /// <returns>Null where an argument is not understood.</returns>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options(3, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(2), null, [], Path.Combine(Machine.Repository(), "artifacts", "benchmarks", "ledger.json"));
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--quick")
            {
                options = options with { Rounds = 1, Measured = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromSeconds(1) };
                continue;
            }

            if (index + 1 == arguments.Length)
            {
                return null;
            }

            var value = arguments[++index];
            switch (arguments[index - 1])
            {
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Measured = TimeSpan.FromSeconds(seconds), WarmUp = TimeSpan.FromSeconds(Math.Max(1, seconds / 4.0)) };
                    break;
                case "--only":
                    options = options with { Only = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
                    break;
                case "--postgres":
                    options = options with { PostgreSql = value };
                    break;
                case "--json":
                    options = options with { Json = Path.GetFullPath(value) };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
