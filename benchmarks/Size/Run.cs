using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Marketplace.Benchmarks.Size.Filling;
using Marketplace.Benchmarks.Size.Reporting;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Testing;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Benchmarks.Size;

/// <summary>Fills an engine, asks for every screen, and looks at the books at the end.</summary>
internal sealed class Run(Options options, string folder)
{
    // The memory of a small server.
    private const string ServerSettings = "-c shared_buffers=1GB -c max_wal_size=8GB -c maintenance_work_mem=256MB";
    private const int LeastTimes = 10;

    // The compiler looks again at what was called thirty times.
    private const int WarmUps = 60;
    private readonly Report report = new();

    /// <returns>The exit code: 1 where the books are wrong. A figure that is missed is no failure.</returns>
    public async Task<int> RunAsync()
    {
        await DescribeAsync();
        if (options.Load is { } load)
        {
            await LoadAsync(load);
            return 0;
        }

        await MeasureAsync(
            "SQLite", Dialect.Sqlite, services => services.AddMarketplaceSqlite($"Data Source={Path.Combine(folder, "size.db")}"), server: null);
        SqliteConnection.ClearAllPools();
        if (PrivatePostgreSql.FindBinaries() is null)
        {
            report.Note($"No PostgreSQL was found on this machine.");
        }
        else
        {
            await using var server = await PrivatePostgreSql.StartAsync(ServerSettings);
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
            var process = int.Parse(File.ReadLines(Path.Combine(connection.Host!, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
            await MeasureAsync("PostgreSQL", Dialect.PostgreSql, services => services.AddMarketplacePostgreSql(connection.ConnectionString), process);
        }

        await report.WriteAsync(Console.Out, options.Json);
        return report.Violations.Count == 0 ? 0 : 1;
    }

    private async Task MeasureAsync(string engine, Dialect dialect, Action<IServiceCollection> choose, int? server)
    {
        await using (var filling = Build(choose))
        {
            await filling.MigrateMarketplaceAsync();
            await FillAsync(filling, engine, dialect);
        }

        // What the filling set on its connection goes with it.
        SqliteConnection.ClearAllPools();

        await using (var measured = Build(choose))
        {
            var lines = new List<Line>();
            foreach (var screen in Screen.All)
            {
                lines.Add(await MeasureAsync(measured, screen, engine, server));
            }

            // With ears for the plans it would be slower: after the measurements, and each screen once.
            var plans = new QueryPlans(asItIs: true);
            await using var explained = Build(services =>
            {
                choose(services);
                services.ConfigureDbContext<MarketplaceDbContext>(context => context.AddInterceptors(plans));
            });
            foreach (var (line, screen) in lines.Zip(Screen.All))
            {
                plans.Forget();
                await AskAsync(explained, screen);
                await using var scope = explained.CreateAsyncScope();
                report.Add(line with { Plans = await plans.DescribeAsync(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database.GetDbConnection()) });
            }
        }

        await using var audited = Build(choose);
        await AuditAsync(audited, engine);
    }

    private async Task FillAsync(ServiceProvider services, string engine, Dialect dialect)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database;
        database.SetCommandTimeout(TimeSpan.FromHours(1));
        await database.OpenConnectionAsync();
        var started = TimeProvider.System.GetTimestamp();
        foreach (var (what, sql) in new Market(dialect, options.Accounts).Statements())
        {
            var before = TimeProvider.System.GetTimestamp();
            await using var command = database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The statement is this program's own.
            command.CommandText = sql;
            command.CommandTimeout = 3_600;
            await command.ExecuteNonQueryAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: {what}, {TimeProvider.System.GetElapsedTime(before).TotalSeconds:0.0} s"));
        }

        report.Note($"{engine} was filled in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s.");
    }

    private async Task<Line> MeasureAsync(ServiceProvider services, Screen screen, string engine, int? server)
    {
        var rows = 0;
        for (var (warmUp, began) = (0, TimeProvider.System.GetTimestamp()); warmUp < WarmUps && TimeProvider.System.GetElapsedTime(began) < options.Window * 5; warmUp++)
        {
            rows = await AskAsync(services, screen);
        }

        using var process = Process.GetCurrentProcess();
        // Looking at the server's processes takes longer than many a screen: before and after, not in between.
        var (client, serverBefore, measuring) = (process.TotalProcessorTime, ServerTime(), TimeProvider.System.GetTimestamp());
        var walls = new List<TimeSpan>();
        do
        {
            var start = TimeProvider.System.GetTimestamp();
            await AskAsync(services, screen);
            walls.Add(TimeProvider.System.GetElapsedTime(start));
            process.Refresh();
        }
        while (walls.Count < LeastTimes || (process.TotalProcessorTime - client < options.Window && TimeProvider.System.GetElapsedTime(measuring) < options.Window * 5));

        var used = process.TotalProcessorTime - client;
        var line = new Line(
            screen.Name,
            engine,
            used.TotalMilliseconds / walls.Count,
            (ServerTime() - serverBefore)?.TotalMilliseconds / walls.Count,
            Percentiles.Of(walls).P50,
            rows,
            []);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}: {screen.Name}: {line.Milliseconds:0.00} ms, {rows} answered"));
        return line;

        TimeSpan? ServerTime() => server is { } parent ? Machine.ProcessorTimeOf(parent) : null;
    }

    private async Task LoadAsync(TimeSpan load)
    {
        void Choose(IServiceCollection services) => services.AddMarketplaceSqlite($"Data Source={Path.Combine(folder, "size.db")}");
        await using (var filling = Build(Choose))
        {
            await filling.MigrateMarketplaceAsync();
            await FillAsync(filling, "SQLite", Dialect.Sqlite);
        }

        SqliteConnection.ClearAllPools();

        await using var services = Build(Choose);
        await using var works = await Works.StartAsync(services);
        using var process = Process.GetCurrentProcess();
        foreach (var command in MessageLoad.All)
        {
            for (var round = 0; round < 3; round++)
            {
                var (used, began, count) = (process.TotalProcessorTime, TimeProvider.System.GetTimestamp(), 0);
                for (; TimeProvider.System.GetElapsedTime(began) < load / 3; count++)
                {
                    await new MessageLoad(command).SendAsync(services);
                }

                process.Refresh();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"/{command}: {(process.TotalProcessorTime - used).TotalMilliseconds / count:0.00} ms of the processor for each of {count}"));
            }
        }
    }

    private static async Task<int> AskAsync(ServiceProvider services, Screen screen)
    {
        await using var scope = services.CreateAsyncScope();
        return await screen.AskAsync(scope.ServiceProvider.GetRequiredService<ISender>());
    }

    private async Task AuditAsync(ServiceProvider services, string engine)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var started = TimeProvider.System.GetTimestamp();
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>())
        {
            if (await invariant.FindViolationAsync(CancellationToken.None) is { } violation)
            {
                report.Violation($"{engine}: {invariant.Name}: {violation}");
            }
        }

        report.Note($"{engine}: every sentence about the books was checked in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s.");
    }

    private static ServiceProvider Build(Action<IServiceCollection> choose)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error));
        choose(services);
        services.AddMarketplaceAccounts();
        services.AddMarketplaceLedger();
        services.AddMarketplaceWallets();
        services.AddMarketplaceCampaigns();
        services.AddMarketplaceReferrals();
        services.AddChatPlatform<QuietPlatform>();
        services.AddSingleton<IPaymentNetwork, PaperNetwork>();
        return services.BuildServiceProvider();
    }

    private async Task DescribeAsync()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Machine.Repository(), "rev-parse", "--short", "HEAD"]) { RedirectStandardOutput = true })!;
        var commit = (await git.StandardOutput.ReadToEndAsync()).Trim();
        var market = new Market(Dialect.Sqlite, options.Accounts);
        report.Note($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {commit}; {options.Accounts:#,0} accounts, {market.Participations:#,0} participations, {options.Window.TotalSeconds:0.#} s of processor time for each screen on each engine.");
        report.Note($"{Environment.ProcessorCount} processors ({Machine.Processor()}), load average {Machine.LoadAverage()}; {RuntimeInformation.FrameworkDescription}; {RuntimeInformation.OSDescription}.");
#if DEBUG
        report.Note($"A DEBUG BUILD: these figures mean nothing. Run with -c Release.");
#endif
    }
}
