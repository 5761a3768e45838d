using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Idempotency;
using Marketplace.Persistence.Inbox;
using Marketplace.Persistence.Leases;
using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Pipeline;
using Marketplace.Persistence.Purging;
using Marketplace.Persistence.Work;
using MediatR;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How persistence and the modules on it are installed.</summary>
public static class PersistenceModule
{
    /// <summary>
    /// Installs a module: finds its handlers, background work, invariants and purges in the assembly, and adds its tables and
    /// migrations to the database. Installing it twice is installing it once.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="name">Lower case, the prefix of its tables.</param>
    /// <param name="assembly">The module's assembly.</param>
    public static IServiceCollection AddMarketplaceModule(this IServiceCollection services, string name, System.Reflection.Assembly assembly)
    {
        services.AddMarketplacePersistenceCore();
        if (services.Any(service => service.ImplementationInstance is ModuleDescriptor module && module.Name == name))
        {
            return services;
        }

        services.AddSingleton(new ModuleDescriptor(name, assembly));
        return services.Scan(scan => scan
            .FromAssemblies(assembly)
            .AddClasses(classes => classes.AssignableToAny(
                typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IIntegrationEventHandler<>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithTransientLifetime()
            .AddClasses(classes => classes.AssignableToAny(typeof(IBackgroundWork)), publicOnly: false)
            .As<IBackgroundWork>()
            .WithSingletonLifetime()
            .AddClasses(classes => classes.AssignableToAny(typeof(IInvariant)), publicOnly: false)
            .As<IInvariant>()
            .WithScopedLifetime()
            .AddClasses(classes => classes.AssignableToAny(typeof(IPurge)), publicOnly: false)
            .As<IPurge>()
            .WithScopedLifetime());
    }

    /// <summary>Brings the database to the newest schema of the installed modules. Safe to call from several processes at once.</summary>
    /// <param name="services">The built container.</param>
    /// <param name="cancellationToken">Ends the migration between two steps.</param>
    /// <exception cref="DatabaseRefusedException">The database can not be used as it is set up, or another process has been migrating it for too long.</exception>
    public static async Task MigrateMarketplaceAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        var (db, engine) = (scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>(), scope.ServiceProvider.GetRequiredService<IDatabaseEngine>());
        await engine.MigrateAsync(db, cancellationToken);
    }

    private static void AddMarketplacePersistenceCore(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(UnitOfWork)))
        {
            return;
        }

        services.AddMediatR(configuration => configuration
            .RegisterServicesFromAssembly(typeof(PersistenceModule).Assembly)
            .AddOpenBehavior(typeof(MetricsBehavior<,>))
            .AddOpenBehavior(typeof(UnitOfWorkBehavior<,>)));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdGenerator>();
        services.TryAddSingleton<WorkSignals>();
        services.TryAddSingleton<EventTypes>();
        services.TryAddSingleton<EventHandlers>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<UnitOfWork>());
        services.AddScoped<Statements>();
        services.AddScoped<OutboxWriter>();
        services.AddScoped<InboxGate>();
        services.AddScoped<StoredAnswers>();
        services.TryAddScoped<IDatabaseClock, DatabaseClock>();
        services.TryAddScoped<ILeases, DatabaseLeases>();
        services.AddOptions<OutboxOptions>()
            .Validate(options => options.MaximumAttempts > 0, "Outbox: MaximumAttempts must be at least 1.")
            .ValidateOnStart();
        // Pooled: making a context costs more than a whole posting.
        services.AddDbContextPool<MarketplaceDbContext>((provider, builder) =>
        {
            provider.GetRequiredService<IDatabaseEngine>().Configure(builder);
            builder.ReplaceService<IModelCacheKeyFactory, ModuleModelCacheKeyFactory>();
            builder.ReplaceService<IMigrationsAssembly, ModuleMigrationsAssembly>();
            // There is no model snapshot to compare with: a test compares the schemas themselves.
            builder.ConfigureWarnings(warnings => warnings.Ignore(EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
        });
        services.AddSingleton<IHostedService, BackgroundWorkHost>();
        services.AddMarketplaceModule("persistence", typeof(PersistenceModule).Assembly);
    }
}
