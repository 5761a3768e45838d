using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Ledger.Victim;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Crash;

/// <summary>
/// A power cut may leave SQLite's write-ahead log cut off or with rubbish at its end. Copies of a database whose last transfers are only in the log are damaged
/// at a random byte and opened: all that was acknowledged before that byte is there, and nothing behind it is there in part.
/// <c>MARKETPLACE_TORN_LOGS</c> asks for more of them, <c>MARKETPLACE_TORN_LOG_SEED</c> for the same ones again.
/// </summary>
internal sealed class TornLogTests
{
    private const int Few = 80;
    private const int CopiesOfOne = 20;

    /// <summary>So few that SQLite does not move them into the database by itself, as it does every thousand pages.</summary>
    private const int Steps = 30;

    [Test]
    public async Task A_torn_log_gives_back_all_that_was_acknowledged_before_the_tear()
    {
        var runs = (int)Setting.Number("MARKETPLACE_TORN_LOGS", Few);
        var seed = (int)Setting.Number("MARKETPLACE_TORN_LOG_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_TORN_LOG_SEED={seed}: {runs} damaged logs");
        var random = new Random(seed);
        var (kept, gone) = (0, 0);

        for (var run = 0; run < runs; run += CopiesOfOne)
        {
            await using var market = await TestMarketplace.StartAsync(TestEngine.Sqlite, services => services.AddMarketplaceLedger());
            await Record.FundAsync(market);
            var path = market.Database.ConnectionString["Data Source=".Length..];
            market.Database.Disconnect();
            var acknowledged = await PostAsync(market, $"{path}-wal");

            for (var copy = 0; copy < Math.Min(CopiesOfOne, runs - run); copy++)
            {
                var torn = Path.Combine(TestFolder.Path, $"{Unique.Name()}.db");
                File.Copy(path, torn);
                var log = await File.ReadAllBytesAsync($"{path}-wal");
                var (damaged, from, how) = Damage(log, random);
                await File.WriteAllBytesAsync($"{torn}-wal", damaged);

                var found = await OpenAsync(torn);

                var due = acknowledged.TakeWhile(commit => commit.End <= from).Select(commit => commit.Key).ToList();
                var moment = $"MARKETPLACE_TORN_LOG_SEED={seed}, copy {run + copy}: {how} at byte {from} of {log.Length}";
                Assert.That(due, Is.SubsetOf(found), $"{moment}: acknowledged and lost.");
                Assert.That(acknowledged.Take(found.Count).Select(commit => commit.Key), Is.EquivalentTo(found), $"{moment}: something is missing in the middle.");
                (kept, gone) = (kept + found.Count, gone + acknowledged.Count - found.Count);
            }
        }

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{runs} damaged logs opened: {kept:N0} transfers before the damage all there, {gone:N0} behind it gone as a whole, every invariant held"));
    }

    /// <summary>Posts one after the other, and notes how long the log was at each acknowledgement.</summary>
    private static async Task<List<(string Key, long End)>> PostAsync(TestMarketplace market, string log)
    {
        var load = new Load(market.Services);
        var commits = new List<(string, long)>();
        for (var step = 0; step < Steps; step++)
        {
            await load.StepAsync(life: 0, step % Load.Callers, step);
            commits.Add((Load.Key(0, step % Load.Callers, step), new FileInfo(log).Length));
        }

        return commits;
    }

    private static (byte[] Log, long From, string How) Damage(byte[] log, Random random)
    {
        var from = random.Next(log.Length);
        switch (random.Next(4))
        {
            case 0:
                return (log[..from], from, "cut off");
            case 1:
                random.NextBytes(log.AsSpan(from));
                return (log, from, "rubbish");
            case 2:
                log.AsSpan(from).Clear();
                return (log, from, "zeros");
            default:
                log[from] ^= (byte)random.Next(1, 256);
                return (log, from, "one byte");
        }
    }

    /// <summary>Opens it as a host does, asks every question, posts one more, and answers with the keys it found.</summary>
    private static async Task<List<string>> OpenAsync(string path)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMarketplaceSqlite($"Data Source={path};Pooling=False").AddMarketplaceLedger();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Persistence.MarketplaceDbContext>();
        var keys = await Rows("SELECT key AS \"Value\" FROM ledger_journal WHERE kind = 'load'");
        Assert.That(await Rows("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check"), Is.EqualTo(new[] { "ok" }));

        (await scope.ServiceProvider.GetRequiredService<ISender>().Send(new PostTransfer(
            new Transfer("after", "test", "test", [new(Load.Source(0), -1), new(Load.Sink, 1)])))).Require();
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>())
        {
            Assert.That(await invariant.FindViolationAsync(CancellationToken.None), Is.Null, invariant.Name);
        }

        return keys;

        Task<List<string>> Rows(string sql) =>
            Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.SqlQueryRaw<string>(db.Database, sql));
    }
}
