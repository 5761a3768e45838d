using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests;

/// <summary>A ledger with two assets, three people and the words to move money among them. Its end checks every invariant.</summary>
internal abstract class BooksSuite : EngineSuite
{
    protected static readonly LedgerAccount Ada = new("user:ada/earn");
    protected static readonly LedgerAccount Bob = new("user:bob/earn");
    protected static readonly LedgerAccount Cid = new("user:cid/earn");

    /// <summary>No decimals, and a million of them at most.</summary>
    protected static readonly Asset Gem = new("GEM", 0, 1_000_000);

    protected TestMarketplace Market { get; private set; } = null!;

    protected ITransferPoster Poster => Market.Services.GetRequiredService<ITransferPoster>();

    [SetUp]
    public async Task StartAsync() => Market = await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceLedger(ledger => ledger.Assets.Add(Gem)));

    [TearDown]
    public async Task StopAsync() => await Market.DisposeAsync();

    protected static Transfer Move(string key, LedgerAccount from, LedgerAccount to, long amount, string asset = "TRX") =>
        new(key, "test", "test", [new(from, -amount, asset), new(to, amount, asset)]);

    protected async Task DepositAsync(LedgerAccount account, long amount, string asset = "TRX") =>
        (await PostAsync(Move($"deposit {account} {asset}", LedgerAccount.Custody, account, amount, asset))).Require();

    protected Task<Result<PostedTransfer>> PostAsync(Transfer transfer) => Market.Send(new PostTransfer(transfer));

    protected async Task<IReadOnlyList<Result<PostedTransfer>>> PostManyAsync(params Transfer[] transfers) =>
        (await Market.Send(new PostTransfers(transfers))).Require();

    protected Task<Result<PostedTransfer>[]> PostTogetherAsync(params Transfer[] transfers) =>
        Task.WhenAll(transfers.Select(transfer => Poster.PostAsync(transfer)).ToList());

    protected async Task<HoldId> HoldAsync(LedgerAccount account, long amount, TimeSpan? expiresIn = null)
    {
        var id = new HoldId(Market.Services.GetRequiredService<IdGenerator>().Next());
        (await Market.Send(new PlaceHold(id, account, amount, "test", expiresIn is { } some ? Market.Clock.GetUtcNow() + some : null))).Require();
        return id;
    }

    protected async Task<IReadOnlyList<long>> AmountsAsync(params LedgerAccount[] accounts) =>
        [.. (await Market.Send(new GetBalances(accounts))).Select(balance => balance.Amount)];

    /// <summary>The same at once from so many threads.</summary>
    protected static Task<T[]> RaceAsync<T>(int racers, Func<int, Task<T>> run) =>
        Task.WhenAll(Enumerable.Range(0, racers).Select(racer => Task.Run(() => run(racer))));
}
