using System.Globalization;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Crash;

/// <summary>
/// A process posts by 16 callers, by groups, alone and with holds, and gets SIGKILL at a random moment; the next one goes on with the same database.
/// <c>MARKETPLACE_LEDGER_KILLS</c> asks for more kills, <c>MARKETPLACE_LEDGER_KILL_SEED</c> for the same moments again.
/// </summary>
internal abstract class KillSuite : EngineSuite
{
    private const int Few = 4;
    private const int MostBeforeTheEnd = 600;

    [Test]
    public async Task A_killed_process_has_lost_nothing_that_it_acknowledged_and_posted_nothing_twice()
    {
        var kills = (int)Setting.Number("MARKETPLACE_LEDGER_KILLS", Few);
        var seed = (int)Setting.Number("MARKETPLACE_LEDGER_KILL_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_LEDGER_KILL_SEED={seed}: {kills} kills on {Engine}");
        var random = new Random(seed);
        await using var market = await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceLedger());
        await Record.FundAsync(market);
        var record = new Record();

        for (var life = 0; life < kills; life++)
        {
            // Nobody else has the file open: what is in its log is for the next one to find.
            market.Database.Disconnect();
            using (var victim = new Victim(market.Database, life))
            {
                await victim.KillAfterAsync(random.Next(1, MostBeforeTheEnd), record);
            }

            await using var next = market.AnotherProcess();
            await record.CheckAsync(next, life);
        }

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{kills} kills, 0 of {record.Count:N0} acknowledged transfers lost, 0 duplicates, every invariant held"));
    }
}

internal sealed class KillOnSqlite : KillSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class KillOnPostgreSql : KillSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
