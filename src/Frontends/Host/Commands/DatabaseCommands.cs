using System.Globalization;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Commands;

/// <summary><c>database migrate</c> and <c>database grant</c>: what the owner of the database does, where the host itself may not.</summary>
internal static class DatabaseCommands
{
    public static Task<int> MigrateAsync(CommandLine line, TextWriter output) => CommandHost.RunAsync(line.Settings, async services =>
    {
        var database = services.GetRequiredService<MarketplaceDbContext>().Database;
        var pending = await database.CanConnectAsync() ? (await database.GetPendingMigrationsAsync()).Count() : database.GetMigrations().Count();
        await services.MigrateMarketplaceAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"The database ({services.GetRequiredService<IDatabaseEngine>().Description}) is up to date; migrations applied now: {pending}."));
        return HostProgram.Success;
    });

    public static Task<int> GrantAsync(string role, CommandLine line, TextWriter output) => CommandHost.RunAsync(line.Settings, async services =>
    {
        await CommandHost.RequireNewestAsync(services);
        try
        {
            await services.GrantMarketplaceAsync(role);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new StartRefusedException(StartRefusedException.Usage, exception.Message, exception);
        }

        await output.WriteLineAsync($"{role} may run the marketplace now: it reads the books, and changes them by posting only. Grant again after each database migrate.");
        return HostProgram.Success;
    });
}
