using System.Collections.Concurrent;
using Marketplace.Kernel;
using Marketplace.Persistence.Leases;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Testing;

/// <summary>
/// A marketplace with the production wiring on a database of its own: the modules a test installs, the time it sets, the background
/// work it runs step by step. Disposing checks every invariant of the installed modules; a violation fails the test.
/// </summary>
public sealed class TestMarketplace : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> Templates = new();
    private readonly ServiceProvider provider;
    private readonly Action<IServiceCollection> install;
    private readonly bool ownsDatabase;

    private TestMarketplace(TestDatabase database, FakeClock clock, LogBook logs, Action<IServiceCollection> install, bool ownsDatabase)
    {
        (Database, Clock, Logs) = (database, clock, logs);
        this.install = install;
        this.ownsDatabase = ownsDatabase;
        provider = Build(database, clock, logs, install);
        // What a host does before it starts: wrong options are refused here and not at the first use.
        provider.GetService<IStartupValidator>()?.Validate();
    }

    public TestDatabase Database { get; }

    public FakeClock Clock { get; }

    /// <summary>What was logged at information and above.</summary>
    public LogBook Logs { get; }

    public IServiceProvider Services => provider;

    /// <summary>Builds it on a new, migrated database.</summary>
    /// <param name="engine">Which database.</param>
    /// <param name="install">The modules, as a host would register them, and the outside worlds the test replaces.</param>
    public static async Task<TestMarketplace> StartAsync(TestEngine engine, Action<IServiceCollection> install)
    {
        engine.RequireAvailable();
        var services = new ServiceCollection();
        install(services);
        var modules = services
            .Select(service => service.ImplementationInstance)
            .OfType<ModuleDescriptor>()
            .Select(module => $"{module.Name}:{module.Assembly.GetName().Name}")
            .Order(StringComparer.Ordinal);
        var template = await Templates.GetOrAdd(
            $"{engine}|{string.Join(',', modules)}",
            _ => new Lazy<Task<TestDatabase>>(() => CreateTemplateAsync(engine, install))).Value;
        return new TestMarketplace(await engine.CopyAsync(template), new FakeClock { RealTimersUpTo = TimeSpan.FromSeconds(10) }, new LogBook(), install, ownsDatabase: true);
    }

    /// <summary>Another process on the same database and with the same clock: a second host, or this one after a crash.</summary>
    public TestMarketplace AnotherProcess(Action<IServiceCollection>? otherwise = null) =>
        new(Database, Clock, new LogBook(), otherwise ?? install, ownsDatabase: false);

    /// <summary>Sends a request in a scope of its own, as every frontend does.</summary>
    public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        await using var scope = provider.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancellationToken);
    }

    /// <summary>Does something with the services of one scope.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> action)
    {
        await using var scope = provider.CreateAsyncScope();
        return await action(scope.ServiceProvider);
    }

    /// <summary>Does something with the services of one scope.</summary>
    public Task InScopeAsync(Func<IServiceProvider, Task> action) => InScopeAsync(async services =>
    {
        await action(services);
        return true;
    });

    /// <summary>Runs one turn of a background work, as its host would.</summary>
    /// <returns>True where it says that there is more to do.</returns>
    public Task<bool> RunWorkAsync(string name, CancellationToken cancellationToken = default) =>
        Work(name).RunOnceAsync(cancellationToken);

    /// <summary>Runs a background work until it says that nothing is left.</summary>
    public async Task RunWorkUntilIdleAsync(string name, CancellationToken cancellationToken = default)
    {
        for (var turns = 0; await RunWorkAsync(name, cancellationToken); turns++)
        {
            Assert.That(turns, Is.LessThan(10_000), $"The work {name} finds no end.");
        }
    }

    /// <summary>Runs every background work once around, and again while one of them says that there is more to do.</summary>
    public async Task RunAllWorkUntilIdleAsync(CancellationToken cancellationToken = default)
    {
        for (var (more, turns) = (true, 0); more; turns++)
        {
            Assert.That(turns, Is.LessThan(10_000), "The works find no end.");
            more = false;
            foreach (var work in provider.GetServices<IBackgroundWork>())
            {
                more |= await work.RunOnceAsync(cancellationToken);
            }
        }
    }

    /// <summary>The sentences of the installed modules that do not hold.</summary>
    public async Task<IReadOnlyList<string>> FindViolationsAsync()
    {
        await using var scope = provider.CreateAsyncScope();
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
        try
        {
            Assert.That(await FindViolationsAsync(), Is.Empty, "An invariant of the books is broken.");
        }
        finally
        {
            await provider.DisposeAsync();
            if (ownsDatabase)
            {
                await Database.DisposeAsync();
            }
        }
    }

    private IBackgroundWork Work(string name)
    {
        var works = provider.GetServices<IBackgroundWork>().ToList();
        return works.SingleOrDefault(work => work.Name == name)
            ?? throw new ArgumentException($"No work is named {name}; there are {string.Join(", ", works.Select(work => work.Name))}.");
    }

    private static async Task<TestDatabase> CreateTemplateAsync(TestEngine engine, Action<IServiceCollection> install)
    {
        var database = await engine.CreateAsync();
        await using (var builder = Build(database, new FakeClock(), new LogBook(), install))
        {
            await builder.MigrateMarketplaceAsync();
        }

        database.Disconnect();
        return database;
    }

    /// <summary>The database's clock is an outside world, too.</summary>
    private sealed class ClockOfTheTest(FakeClock clock) : IDatabaseClock
    {
        public ValueTask<DateTimeOffset> GetUtcNowAsync(CancellationToken cancellationToken) => ValueTask.FromResult(clock.GetUtcNow());
    }

    private static ServiceProvider Build(TestDatabase database, FakeClock clock, LogBook logs, Action<IServiceCollection> install)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IDatabaseClock>(new ClockOfTheTest(clock));
        services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error));
        database.AddTo(services);
        install(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
