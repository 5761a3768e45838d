using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Benchmarks.Ledger.Databases;
using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Testing;

namespace Marketplace.Benchmarks.Ledger.Peers;

/// <summary>PostgreSQL's own benchmark, "sort of TPC-B": three updates, one insert and one select a transaction, prepared, 16 clients.</summary>
internal sealed partial class PgBench(PostgreSqlServer server)
{
    public const string Arguments = "-M prepared -c 16 -j 2";
    private const string Database = "tpcb";
    private const int Scale = 32;

    /// <summary>Fills its tables: 3.2 million accounts.</summary>
    /// <returns>Why there is none, or null.</returns>
    public async Task<string?> PrepareAsync()
    {
        try
        {
            await server.ExecuteAsync($"CREATE DATABASE {Database}");
            await RunAsync($"-i -q -s {Scale}");
            await RunAsync($"{Arguments} -T 2");
            return null;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    public async Task<Sample> MeasureAsync(TimeSpan lasting)
    {
        var output = await RunAsync($"{Arguments} -T {Math.Max(1, (int)lasting.TotalSeconds)}");
        return new Sample(Number(Rate().Match(output)), null, Remark: string.Create(CultureInfo.InvariantCulture, $"{Number(Latency().Match(output)):0.0} ms on average"));
    }

    public async Task RemoveAsync() => await server.ExecuteAsync($"DROP DATABASE IF EXISTS {Database} WITH (FORCE)");

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private async Task<string> RunAsync(string arguments)
    {
        var beside = PrivatePostgreSql.FindBinaries() is { } folder ? Path.Combine(folder, "pgbench") : string.Empty;
        var start = new ProcessStartInfo(File.Exists(beside) ? beside : "pgbench") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var (host, port, user) = (server.Connection.Host!, server.Connection.Port.ToString(CultureInfo.InvariantCulture), server.Connection.Username!);
        foreach (var argument in (string[])[.. arguments.Split(' '), "-h", host, "-p", port, "-U", user, Database])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGPASSWORD"] = server.Connection.Password;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"pgbench failed: {(await errors).Trim()}");
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}
