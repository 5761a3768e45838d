using System.Globalization;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Commands;

/// <summary><c>database migrate</c>: what the owner of the database does, where the host itself may not.</summary>
internal static class DatabaseCommands
{
    public static Task<int> MigrateAsync(CommandLine line, TextWriter output) => CommandHost.RunAsync(line.Settings, async services =>
    {
        var database = services.GetRequiredService<MarketplaceDbContext>().Database;
        var pending = await database.CanConnectAsync() ? (await database.GetPendingMigrationsAsync()).Count() : database.GetMigrations().Count();
        await services.MigrateMarketplaceAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The database ({services.GetRequiredService<IDatabaseEngine>().Description}) is up to date; {pending} migrations were missing."));
        return HostProgram.Success;
    });
}
