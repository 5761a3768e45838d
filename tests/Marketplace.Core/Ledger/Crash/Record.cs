using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Ledger.Victim;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Crash;

/// <summary>What callers of a <see cref="Load"/> were told is posted; and the questions to a ledger that has come back.</summary>
internal sealed class Record
{
    private const long Wealth = 1_000_000_000_000;
    private readonly ConcurrentDictionary<string, long> acknowledged = new();
    private readonly ConcurrentDictionary<(int Life, int Caller), int> steps = new();

    public int Count => acknowledged.Count;

    public void Add(int life, int caller, int step, long number)
    {
        Assert.That(acknowledged.TryAdd(Load.Key(life, caller, step), number), Is.True);
        steps[(life, caller)] = step;
    }

    public static async Task FundAsync(TestMarketplace market)
    {
        foreach (var source in Enumerable.Range(0, Load.Callers).Select(Load.Source).Distinct())
        {
            var deposit = new Transfer($"deposit {source}", "deposit", "load", [new(LedgerAccount.Custody, -Wealth), new(source, Wealth)]);
            (await market.Send(new PostTransfer(deposit))).Require();
        }
    }

    /// <summary>
    /// All that was acknowledged is there, under its number and once; what was under way when the end came is there once or not at all, and is there once
    /// when it is asked for again; and the sums are those of the transfers that are there.
    /// </summary>
    /// <param name="market">On the same database.</param>
    /// <param name="life">The life that just ended.</param>
    public async Task CheckAsync(TestMarketplace market, int life)
    {
        await CompareAsync(market);

        var load = new Load(market.Services);
        for (var caller = 0; caller < Load.Callers; caller++)
        {
            var last = steps.GetValueOrDefault((life, caller), -1);
            if (last >= 0)
            {
                Assert.That(await load.StepAsync(life, caller, last), Is.EqualTo(acknowledged[Load.Key(life, caller, last)]), "A repetition is answered as before.");
            }

            Add(life, caller, last + 1, await load.StepAsync(life, caller, last + 1));
        }

        await CompareAsync(market);
        Assert.That(await market.FindViolationsAsync(), Is.Empty);
        if (market.Database.Engine == TestEngine.Sqlite)
        {
            Assert.That(await market.Database.RowsAsync("PRAGMA integrity_check"), Is.EqualTo(new[] { "ok" }));
        }
    }

    private async Task CompareAsync(TestMarketplace market)
    {
        var rows = (await market.Database.RowsAsync("SELECT key, id FROM ledger_journal WHERE kind = 'load'")).Select(row => row.Split('|')).ToList();
        var found = rows.ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture));
        var lost = acknowledged.Where(pair => found.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).ToList();
        Assert.That(lost, Is.Empty, "Acknowledged and lost.");

        // Each caller waits for its answer, so no more than one step of each was under way.
        var underWay = found.Keys.Except(acknowledged.Keys).GroupBy(key => key[..key.LastIndexOf(':')]).Where(group => group.Count() > 1).Select(group => group.Key);
        Assert.That(underWay, Is.Empty, "Posted though nobody asked.");

        var sum = found.Keys.Sum(key => Load.Amount(int.Parse(key[(key.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)));
        var balances = await market.Send(new GetBalances([Load.Sink, LedgerAccount.Revenue]));
        Assert.That(balances.Select(balance => balance.Amount), Is.EqualTo(new[] { sum, found.Count }), "Each is in the balances once.");
    }
}
