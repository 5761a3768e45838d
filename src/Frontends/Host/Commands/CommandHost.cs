using System.Data.Common;
using Marketplace.Host.Settings;
using Marketplace.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Commands;

/// <summary>The modules on the host's own database, put together from the host's own settings; nothing is started, nothing migrated.</summary>
internal static class CommandHost
{
    /// <summary>Does something with the services of one scope.</summary>
    /// <param name="settings">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or the database does not answer.</exception>
    public static async Task<int> RunAsync(string[] settings, Func<IServiceProvider, Task<int>> action)
    {
        SettingConverters.Install();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        // A command says what it has to say itself, in one place.
        builder.Logging.ClearProviders();
        Composition.InstallModules(builder.Services, builder.Configuration);
        await using var application = builder.Build();
        await using var scope = application.Services.CreateAsyncScope();
        try
        {
            return await action(scope.ServiceProvider);
        }
        catch (Exception exception) when (FindDatabaseTrouble(exception) is { } trouble)
        {
            var description = scope.ServiceProvider.GetRequiredService<IDatabaseEngine>().Description;
            throw new StartRefusedException(
                StartRefusedException.Unavailable, $"The database ({description}) can not be used: {trouble.Split('\n')[0].TrimEnd()}", exception);
        }
    }

    /// <summary>The books can be read only by the program whose tables they are.</summary>
    /// <exception cref="StartRefusedException">The database is empty, or of an earlier version.</exception>
    public static async Task RequireNewestAsync(IServiceProvider services)
    {
        var (database, engine) = (services.GetRequiredService<MarketplaceDbContext>().Database, services.GetRequiredService<IDatabaseEngine>());
        if (!engine.HasRowLocks && !await database.CanConnectAsync())
        {
            // Opening it would make an empty file.
            throw new StartRefusedException(StartRefusedException.Unavailable, $"The database ({engine.Description}) does not exist.");
        }

        await engine.CheckAsync(services.GetRequiredService<MarketplaceDbContext>(), CancellationToken.None);
        await database.OpenConnectionAsync();
        var pending = (await database.GetPendingMigrationsAsync()).Count();
        if (pending > 0)
        {
            throw new StartRefusedException(
                StartRefusedException.Unavailable,
                $"The database ({engine.Description}) is {pending} migrations behind this program; run: Marketplace.Host database migrate");
        }
    }

    private static string? FindDatabaseTrouble(Exception? exception) => exception switch
    {
        null => null,
        DbException or DatabaseRefusedException => exception.Message,
        _ => FindDatabaseTrouble(exception.InnerException),
    };
}
