using Marketplace.Persistence.Outbox;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests;

/// <summary>Whoever wants to follow the books hears of every transfer once.</summary>
internal abstract class TransferPostedSuite : EngineSuite
{
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private readonly List<TransferPosted> heard = [];

    [Test]
    public async Task Every_posted_transfer_is_told_and_neither_a_repetition_nor_a_refusal()
    {
        await using var market = await StartAsync(options => options.PublishTransfers = true);

        var first = (await market.Send(new PostTransfer(Deposit("one", 5)))).Require();
        await market.Send(new PostTransfer(Deposit("one", 5)));
        await market.Send(new PostTransfers([Deposit("two", 6), Deposit("one", 7), Spend("three", 100), Deposit("four", 8)]));
        var alone = (await market.Services.GetRequiredService<ITransferPoster>().PostAsync(Deposit("five", 9))).Require();
        await market.RunWorkUntilIdleAsync("outbox");

        Assert.That(heard.Select(told => told.Key), Is.EquivalentTo(["one", "two", "four", "five"]));
        Assert.That(heard.Single(told => told.Key == "one").TransferId, Is.EqualTo(first.TransferId));
        Assert.That(heard.Single(told => told.Key == "five"), Has.Property(nameof(TransferPosted.TransferId)).EqualTo(alone.TransferId)
            .And.Property(nameof(TransferPosted.Entries)).EqualTo(Deposit("five", 9).Entries));
    }

    [Test]
    public async Task Nothing_is_told_unless_it_was_asked_for()
    {
        await using var market = await StartAsync(_ => { });

        await market.Send(new PostTransfer(Deposit("one", 5)));
        await market.RunWorkUntilIdleAsync("outbox");

        Assert.That(heard, Is.Empty);
    }

    private Task<TestMarketplace> StartAsync(Action<LedgerOptions> configure)
    {
        heard.Clear();
        return TestMarketplace.StartAsync(Engine, services => services
            .AddMarketplaceLedger(configure)
            .AddSingleton(heard)
            .AddTransient<IIntegrationEventHandler<TransferPosted>, Listener>());
    }

    private static Transfer Deposit(string key, long amount) =>
        new(key, "test", "test", [new Entry(LedgerAccount.Custody, -amount), new Entry(Ada, amount)]);

    private static Transfer Spend(string key, long amount) =>
        new(key, "test", "test", [new Entry(Ada, -amount), new Entry(LedgerAccount.Revenue, amount)]);

    private sealed class Listener(List<TransferPosted> heard) : IIntegrationEventHandler<TransferPosted>
    {
        public Task HandleAsync(TransferPosted told, CancellationToken cancellationToken)
        {
            heard.Add(told);
            return Task.CompletedTask;
        }
    }
}

internal sealed class TransferPostedOnSqlite : TransferPostedSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class TransferPostedOnPostgreSql : TransferPostedSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
