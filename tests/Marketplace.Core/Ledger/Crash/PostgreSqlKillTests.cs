using System.Globalization;
using Marketplace.Ledger.Victim;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Crash;

/// <summary>
/// PostgreSQL itself, postmaster and all backends, gets SIGKILL while 16 callers post; who met an exception asks again under the same key when it is back.
/// The server is this test's own. <c>MARKETPLACE_POSTGRES_KILLS</c> asks for more kills, <c>MARKETPLACE_POSTGRES_KILL_SEED</c> for the same moments again.
/// </summary>
internal sealed class PostgreSqlKillTests
{
    private const int Few = 3;
    private const int MostBeforeTheEnd = 600;

    /// <summary>A step that fails so often on a server that is up will never succeed.</summary>
    private const int MostTries = 200;

    [Test]
    public async Task A_killed_server_has_lost_nothing_that_was_acknowledged_and_posted_nothing_twice()
    {
        PrivatePostgreSql.RequireBinaries();
        var kills = (int)Setting.Number("MARKETPLACE_POSTGRES_KILLS", Few);
        var seed = (int)Setting.Number("MARKETPLACE_POSTGRES_KILL_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_POSTGRES_KILL_SEED={seed}: {kills} kills");
        var random = new Random(seed);
        await using var server = await PrivatePostgreSql.StartAsync();
        await using var market = await TestMarketplace.StartAsync(TestEngine.On(server), services => services.AddMarketplaceLedger());
        await Record.FundAsync(market);
        var record = new Record();
        var exceptions = 0;

        for (var life = 0; life < kills; life++)
        {
            using var crowd = new Crowd(market, record, life);
            await crowd.HasPostedAsync(random.Next(1, MostBeforeTheEnd));
            server.Kill();
            await server.RiseAsync();
            crowd.GoOn();
            await crowd.HasPostedAsync(Load.Callers);
            exceptions += await crowd.EndAsync();

            await record.CheckAsync(market, life);
        }

        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{kills} kills of the server, {exceptions} exceptions met, 0 of {record.Count:N0} acknowledged transfers lost, 0 duplicates, every invariant held"));
    }

    /// <summary>Sixteen callers who do not give up.</summary>
    private sealed class Crowd : IDisposable
    {
        private readonly Load load;
        private readonly Record record;
        private readonly int life;
        private readonly SemaphoreSlim posted = new(0);
        private readonly TaskCompletionSource risen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task<int[]> callers;
        private volatile bool ending;

        public Crowd(TestMarketplace market, Record record, int life)
        {
            (load, this.record, this.life) = (new Load(market.Services), record, life);
            callers = Task.WhenAll(Enumerable.Range(0, Load.Callers).Select(caller => Task.Run(() => PostAsync(caller))));
        }

        public async Task HasPostedAsync(int transfers)
        {
            for (var number = 0; number < transfers; number++)
            {
                // Should all callers have ended, it was with an error: their end is as good an answer.
                var next = posted.WaitAsync();
                if (await Task.WhenAny(next, callers) == callers)
                {
                    await callers;
                }
            }
        }

        public void GoOn() => risen.SetResult();

        /// <returns>How many exceptions they met.</returns>
        public async Task<int> EndAsync()
        {
            ending = true;
            return (await callers).Sum();
        }

        public void Dispose() => posted.Dispose();

        private async Task<int> PostAsync(int caller)
        {
            var exceptions = 0;
            for (var step = 0; !ending; step++)
            {
                for (var tries = 1; ; tries++)
                {
                    try
                    {
                        record.Add(life, caller, step, await load.StepAsync(life, caller, step));
                        posted.Release();
                        break;
                    }
                    catch (Exception exception) when (exception is not AssertionException && tries < MostTries)
                    {
                        exceptions++;
                        await risen.Task;
                    }
                }
            }

            return exceptions;
        }
    }
}
