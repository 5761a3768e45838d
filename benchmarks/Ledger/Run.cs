using System.Diagnostics;
using System.Runtime.InteropServices;
using Marketplace.Benchmarks.Ledger.Databases;
using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Benchmarks.Ledger.Peers;
using Marketplace.Benchmarks.Ledger.Reporting;
using Marketplace.Benchmarks.Ledger.Rows;

namespace Marketplace.Benchmarks.Ledger;

/// <summary>All rows in each round, pgbench at both ends of it, and a look into the books after each row.</summary>
internal sealed class Run(Options options, IReadOnlyList<Row> rows, string folder)
{
    private readonly Line peer = new("0", $"pgbench TPC-B, {PgBench.Arguments}", null, null);
    private readonly Dictionary<Row, Line> lines = rows.ToDictionary(row => row, row => new Line(row));

    /// <returns>The exit code: 1 where the books are wrong. A figure that is missed is no failure.</returns>
    public async Task<int> RunAsync()
    {
        var server = await PostgreSqlServer.StartAsync(options.PostgreSql);
        var report = new Report([peer, .. lines.Values]);
        await DescribeAsync(report, server);
        await using var sqlite = await PrepareAsync(onSqlite: true, () => Task.FromResult<IDatabase>(new SqliteDatabase(folder)));
        await using var postgreSql = server is null ? null : await PrepareAsync(onSqlite: false, () => server.CreateAsync());
        PgBench? pgBench = null;
        if (server is not null)
        {
            pgBench = new PgBench(server);
            if (await pgBench.PrepareAsync() is { } reason)
            {
                report.Note($"Without pgbench there is nothing to compare with: {reason}");
                pgBench = null;
            }
        }

        for (var number = 1; number <= options.Rounds; number++)
        {
            report.Note($"Load average before round {number}: {Machine.LoadAverage()}.");
            await RoundAsync(number, report, pgBench, row => (row.OnSqlite ? sqlite : postgreSql, row.OnSqlite ? null : server?.Process));
        }

        await report.WriteAsync(Console.Out, options.Json);
        if (pgBench is not null)
        {
            await pgBench.RemoveAsync();
        }

        return report.Violations.Count == 0 ? 0 : 1;
    }

    /// <summary>The database that each row gets a copy of; null where no row needs it.</summary>
    private async Task<IDatabase?> PrepareAsync(bool onSqlite, Func<Task<IDatabase>> createAsync)
    {
        if (!rows.Any(row => row.OnSqlite == onSqlite))
        {
            return null;
        }

        Console.WriteLine($"Accounts on {(onSqlite ? "SQLite" : "PostgreSQL")} …");
        var database = await createAsync();
        await Market.FundAsync(database);
        return database;
    }

    private async Task RoundAsync(int number, Report report, PgBench? pgBench, Func<Row, (IDatabase? Template, int? Process)> place)
    {
        var before = pgBench is null ? null : await pgBench.MeasureAsync(options.Measured / 2);
        var samples = new List<(Line Line, Sample Sample)>();
        foreach (var row in rows)
        {
            if (place(row) is not ({ } template, var process))
            {
                continue;
            }

            Console.WriteLine($"Round {number} of {options.Rounds}: {row.Key} {row.Name} …");
            await using var database = await template.CopyAsync();
            await using var market = await Market.OpenAsync(database, row.WithWorks);
            samples.Add((lines[row], await row.RunAsync(new Bench(market, options, process))));
            foreach (var violation in await market.FindViolationsAsync())
            {
                report.Violation($"row {row.Key}, round {number}: {violation}");
            }
        }

        var after = pgBench is null ? null : await pgBench.MeasureAsync(options.Measured / 2);
        var mean = (before?.PerSecond + after?.PerSecond) / 2;
        if (mean is { } perSecond)
        {
            peer.Add(new Sample(perSecond, null), perSecond);
        }

        samples.ForEach(sample => sample.Line.Add(sample.Sample, mean));
    }

    private async Task DescribeAsync(Report report, PostgreSqlServer? server)
    {
        var commit = Process.Start(new ProcessStartInfo("git", ["-C", Machine.Repository(), "rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true });
        var version = commit is null ? "unknown" : (await commit.StandardOutput.ReadToEndAsync()).Trim();
        report.Note($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {version}; median, least and most of {options.Rounds} rounds of {options.Measured.TotalSeconds:0} s; a call of 50 counts 50.");
        report.Note($"{Environment.ProcessorCount} processors ({Machine.Processor()}), shared by client and server; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription}.");
        report.Note($"Keeping 8 KB for good takes this disk {Machine.SyncMilliseconds(folder):0.00} ms (median).");
        report.Note($"{(server is null ? "No PostgreSQL was found: initdb and pg_ctl are neither on the PATH nor in /usr/lib/postgresql/*/bin." : await server.DescribeAsync())}");
#if DEBUG
        report.Note($"A DEBUG BUILD: these figures mean nothing. Run with -c Release.");
#endif
    }
}
