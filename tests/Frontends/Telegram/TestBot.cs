using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Persistence.Leases;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>The frontend in its production wiring, with a scripted Bot API, a clock of the test's, and an inbox and leases in memory.</summary>
internal sealed class TestBot : IAsyncDisposable
{
    private readonly ServiceProvider services;

    internal TestBot(Action<TelegramOptions>? configure)
    {
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Logs));
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<TelegramOptions>>();
            return new TelegramApi(BotClients.New(options.Value, Telegram), options, Clock);
        });
        collection.AddSingleton<IChatInbox>(Inbox);
        collection.AddSingleton<ILeases>(Leases);
        collection.AddTelegramFrontend(options =>
        {
            options.Token = ScriptedTelegram.Token;
            configure?.Invoke(options);
        });
        services = collection.BuildServiceProvider();
    }

    public ScriptedTelegram Telegram { get; } = new();

    public FakeClock Clock { get; } = new();

    public LogBook Logs { get; } = new();

    public RecordedInbox Inbox { get; } = new();

    public MemoryLeases Leases { get; } = new();

    public IServiceProvider Services => services;

    public TelegramPlatform Platform => services.GetRequiredService<TelegramPlatform>();

    public IChatPlatform Port => Platform;

    public static async Task<TestBot> StartAsync(Action<TelegramOptions>? configure = null)
    {
        var bot = new TestBot(configure);
        Assert.That(await bot.services.GetRequiredService<OurBot>().IntroduceAsync(default), Is.Null);
        return bot;
    }

    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(services);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>Remembers what was stored, and fails as often as a test wants.</summary>
internal sealed class RecordedInbox : IChatInbox
{
    private readonly Lock gate = new();
    private readonly List<ArrivedUpdate> stored = [];
    private int failures;

    public IReadOnlyList<ArrivedUpdate> Stored
    {
        get
        {
            lock (gate)
            {
                return [.. stored];
            }
        }
    }

    /// <summary>Runs when a batch was stored.</summary>
    public Action? AfterStoring { get; set; }

    public void FailNext() => Interlocked.Increment(ref failures);

    public Task StoreAsync(IReadOnlyList<ArrivedUpdate> updates, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref failures) >= 0)
        {
            throw new InvalidOperationException("the database is gone");
        }

        Interlocked.Exchange(ref failures, 0);
        lock (gate)
        {
            stored.AddRange(updates);
        }

        AfterStoring?.Invoke();
        return Task.CompletedTask;
    }
}

/// <summary>One lease of each name in this process; a test may take it away.</summary>
internal sealed class MemoryLeases : ILeases
{
    public bool Free { get; set; } = true;

    public int Released { get; private set; }

    public Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        Task.FromResult(Free ? new Lease(name, 1, DateTimeOffset.MinValue) : null);

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        Released++;
        return Task.CompletedTask;
    }

    public Task<bool> IsCurrentAsync(Lease lease, CancellationToken cancellationToken) => Task.FromResult(Free);

    public Task<LeaseHolder?> FindHolderAsync(string name, CancellationToken cancellationToken) => Task.FromResult<LeaseHolder?>(null);
}

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, $"It never came to pass: {what}");
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>Moves the clock on in small steps until it comes to pass: for waits whose length is random.</summary>
    public static Task TrueWhileTimePassesAsync(FakeClock clock, Func<bool> condition, string what) => TrueAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(0.1));
            return condition();
        },
        what);
}
