using FsCheck;
using FsCheck.Fluent;
using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>
/// The same transfers one by one, many in a call and by groups make the same books, to the last balance after each entry.
/// <c>MARKETPLACE_WAYS_SEED</c> asks for the same transfers again.
/// </summary>
internal abstract class WaysSuite : EngineSuite
{
    private const int Transfers = 400;
    private const int LargestCall = 60;

    [Test]
    public async Task Many_at_once_are_as_if_one_after_the_other()
    {
        var seed = (int)Setting.Number("MARKETPLACE_WAYS_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_WAYS_SEED={seed}: {Transfers} transfers three ways on {Engine}");
        var random = new Random(seed);
        var transfers = Gen.Sample(Operations.AnyTransfer, Transfers, new Rnd((ulong)seed, ModelSuite.Gamma), 50).ToList();
        await using var market = await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceLedger(ledger => ledger.Assets.Add(Worlds.Gem)));
        foreach (var world in Enumerable.Range(1, 3))
        {
            await FundAsync(market, world);
        }

        var alone = await OneByOneAsync(market, InWorld(1));
        var called = new List<Result<PostedTransfer>>();
        for (var from = 0; from < Transfers;)
        {
            var size = random.Next(1, LargestCall);
            called.AddRange((await market.Send(new PostTransfers([.. InWorld(2).Skip(from).Take(size)]))).Require());
            from += size;
        }

        var poster = market.Services.GetRequiredService<ITransferPoster>();
        var grouped = await Task.WhenAll(InWorld(3).Select(transfer => poster.PostAsync(transfer)).ToList());

        await TestContext.Out.WriteLineAsync(string.Join(", ", alone.CountBy(answer => answer.Error?.Code ?? "posted").Select(count => $"{count.Key} {count.Value}")));
        Assert.That(called.Select(Told), Is.EqualTo(alone.Select(Told)));
        Assert.That(grouped.Select(Told), Is.EqualTo(alone.Select(Told)));
        await market.RunWorkUntilIdleAsync("ledger.roll_up");
        var books = await BooksAsync(market, 1);
        Assert.That(books, Has.Count.GreaterThan(Transfers / 2));
        Assert.That(await BooksAsync(market, 2), Is.EqualTo(books));
        Assert.That(await BooksAsync(market, 3), Is.EqualTo(books));

        List<Transfer> InWorld(int world) => [.. transfers.Select(transfer => Worlds.In(world, transfer))];
    }

    /// <summary>Something to spend, and something to capture.</summary>
    private static async Task FundAsync(TestMarketplace market, int world)
    {
        var gifts =
            from account in Worlds.Accounts.Where(account => account != LedgerAccount.Custody)
            from asset in Worlds.Assets
            select new Transfer($"gift {account} {asset.Code}", "gift", "test", [new(LedgerAccount.Custody, -2_000, asset.Code), new(account, 2_000, asset.Code)]);
        (await market.Send(new PostTransfers([.. gifts.Select(gift => Worlds.In(world, gift))]))).Require().ToList().ForEach(answer => answer.Require());
        foreach (var number in Enumerable.Range(0, 40))
        {
            var (hold, holder) = (Worlds.In(world, Worlds.Hold(number)), Worlds.In(world, Worlds.HolderOf(number)));
            (await market.Send(new PlaceHold(hold, holder, Worlds.AmountOf(number), "test", Asset: Worlds.AssetOf(number)))).Require();
        }
    }

    private static async Task<List<Result<PostedTransfer>>> OneByOneAsync(TestMarketplace market, IEnumerable<Transfer> transfers)
    {
        var answers = new List<Result<PostedTransfer>>();
        foreach (var transfer in transfers)
        {
            answers.Add(await market.Send(new PostTransfer(transfer)));
        }

        return answers;
    }

    private static string Told(Result<PostedTransfer> answer) => answer.Succeeded ? "posted"
        : $"{answer.Error.Code} {answer.Error.Arguments.GetValueOrDefault("available")} {answer.Error.Arguments.GetValueOrDefault("needed")}";

    private static async Task<List<string>> BooksAsync(TestMarketplace market, int world)
    {
        var suffix = $":{world}";
        var rows = await market.Database.RowsAsync(
            $"""
            SELECT a.code, a.asset, e.version, e.amount, e.balance_after, a.held, j.key
            FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_journal j ON j.id = e.journal_id
            WHERE a.code LIKE '%{suffix}' ORDER BY a.id, e.version
            """);
        return [.. rows.Select(row => row.Replace(suffix + "|", "|", StringComparison.Ordinal)[..^suffix.Length]).Order(StringComparer.Ordinal)];
    }
}

internal sealed class WaysOnSqlite : WaysSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WaysOnPostgreSql : WaysSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
