using System.Globalization;
using Marketplace.Benchmarks.Ledger.Databases;
using Marketplace.Benchmarks.Ledger.Rows;
using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Benchmarks.Ledger;

/// <summary>A marketplace with the production wiring on one database: 100,000 people with money, and one busy account.</summary>
internal sealed class Market : IAsyncDisposable
{
    private const int People = 100_000;
    private const long EachHas = 1_000_000_000;
    private const long BusyHas = 100_000_000_000_000;
    private const int EntriesAtOnce = 1_000;
    private static readonly LedgerAccount[] Accounts =
        [.. Enumerable.Range(1, People).Select(number => LedgerAccount.Earn(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0)))];

    private readonly ServiceProvider services;
    private readonly IDatabase database;
    private readonly IHostedService[] works;
    private long keys;

    private Market(IDatabase database, bool withWorks)
    {
        this.database = database;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error));
        database.AddTo(collection);
        collection.AddMarketplaceAccounts();
        collection.AddMarketplaceLedger();
        collection.AddMarketplaceCampaigns();
        collection.AddMarketplaceModule("embedder", typeof(Market).Assembly);
        collection.AddSingleton<Payday>();
        services = collection.BuildServiceProvider();
        works = withWorks ? [.. services.GetServices<IHostedService>()] : [];
    }

    /// <summary>The account that everybody's transfers meet.</summary>
    public static LedgerAccount Busy { get; } = LedgerAccount.Escrow(new Guid(1, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    public IServiceProvider Services => services;

    /// <summary>What an open campaign's owner spends.</summary>
    public static Guid Owner { get; } = new(2, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2);

    /// <summary>A migrated, funded database to copy from.</summary>
    public static async Task FundAsync(IDatabase database)
    {
        await using var market = new Market(database, withWorks: false);
        await market.services.MigrateMarketplaceAsync();
        var rich = (LedgerAccount[])[Busy, LedgerAccount.Ad(Owner)];
        await market.PostFundsAsync(rich.Select(account => new Entry(account, BusyHas)));
        foreach (var people in Accounts.Chunk(EntriesAtOnce))
        {
            await market.PostFundsAsync(people.Select(account => new Entry(account, EachHas)));
        }
    }

    /// <summary>On a funded database.</summary>
    public static async Task<Market> OpenAsync(IDatabase database, bool withWorks)
    {
        var market = new Market(database, withWorks);
        foreach (var work in market.works)
        {
            await work.StartAsync(CancellationToken.None);
        }

        return market;
    }

    /// <summary>A transfer that never was before, between two people.</summary>
    public Transfer BetweenPeople()
    {
        var from = Random.Shared.Next(People);
        var to = (from + 1 + Random.Shared.Next(People - 1)) % People;
        return Between(Accounts[from], Accounts[to]);
    }

    /// <summary>The same from the busy account to somebody.</summary>
    public Transfer FromBusy() => Between(Busy, Accounts[Random.Shared.Next(People)]);

    /// <summary>Sends a request in a scope of its own, as every frontend does.</summary>
    public async Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    /// <summary>The sentences about the books that do not hold.</summary>
    public async Task<IReadOnlyList<string>> FindViolationsAsync()
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Persistence.MarketplaceDbContext>().Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        var violations = new List<string>();
        foreach (var invariant in scope.ServiceProvider.GetServices<IInvariant>())
        {
            if (await invariant.FindViolationAsync(CancellationToken.None) is { } violation)
            {
                violations.Add($"{invariant.Name}: {violation}");
            }
        }

        return violations;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var work in works)
        {
            await work.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
    }

    private Transfer Between(LedgerAccount from, LedgerAccount to)
    {
        var number = Interlocked.Increment(ref keys);
        var amount = 1 + (number % 100);
        return new Transfer(
            string.Create(CultureInfo.InvariantCulture, $"benchmark:{number}"), "benchmark.moved", "benchmark:1", [new Entry(from, -amount), new Entry(to, amount)]);
    }

    private async Task PostFundsAsync(IEnumerable<Entry> funds)
    {
        var entries = funds.ToList();
        entries.Add(new Entry(LedgerAccount.Custody, -entries.Sum(entry => entry.Amount)));
        var key = string.Create(CultureInfo.InvariantCulture, $"funds:{Interlocked.Increment(ref keys)}");
        (await SendAsync(new PostTransfer(new Transfer(key, "benchmark.funded", "benchmark:1", entries)))).Require();
    }
}
