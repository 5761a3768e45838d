using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Inbox;

/// <summary>
/// Takes pending updates from the database into lines, one per chat: in order within a line, lines beside each other. The database stays the
/// truth: an update leaves memory when its completion is committed, and a new process finds the rest where it was.
/// </summary>
internal sealed class ChatDispatcher(
    IEnumerable<IChatPlatform> platforms,
    UpdateProcessor processor,
    IServiceScopeFactory scopes,
    WorkSignals signals,
    TimeProvider time,
    IOptions<ChatOptions> options,
    ILogger<ChatDispatcher> logger) : IBackgroundWork, IHostedService, IDisposable
{
    public const string WorkName = "chat";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly PlatformLeases leases = new(WorkName, scopes, time);
    private readonly Dictionary<string, ChatLines> lines = platforms.ToDictionary(
        platform => platform.Name,
        platform => new ChatLines(platform, processor, () => signals.Wake(WorkName), options.Value, logger));

    /// <summary>The question of every wake-up, compiled once: translating it costs more than asking it.</summary>
    private readonly Func<MarketplaceDbContext, string, string[], int, IAsyncEnumerable<ChatUpdate>> findPending = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, string platform, string[] full, int most) => db.Set<ChatUpdate>().AsNoTracking()
            .Where(update => update.Platform == platform && update.State == UpdateState.Pending && !full.Contains(update.OrderKey))
            .OrderBy(update => update.Id)
            .Take(most));

    private volatile bool stopping;

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.PollInterval;

    /// <summary>The leases here are per platform.</summary>
    public bool SingleOwner => false;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var more = false;
        foreach (var (platform, line) in lines)
        {
            if (!stopping && line.HasRoom && await leases.HoldAsync(platform, cancellationToken))
            {
                more |= await LoadAsync(platform, line, cancellationToken);
            }
        }

        return more;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        try
        {
            await Task.WhenAll(lines.Values.Select(line => line.StopAsync())).WaitAsync(Patience, time, cancellationToken);
            await leases.ReleaseAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException or System.Data.Common.DbException)
        {
            logger.LogWarning("Some updates were still being handled at the stop; they are handled again at the next start");
        }
    }

    public void Dispose()
    {
        foreach (var line in lines.Values)
        {
            line.Dispose();
        }
    }

    private async Task<bool> LoadAsync(string platform, ChatLines line, CancellationToken cancellationToken)
    {
        var (taken, room, full) = line.Look();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var pending = await findPending(db, platform, full, taken + room).ToListAsync(cancellationToken);
        pending.ForEach(line.Add);
        return pending.Count == taken + room && line.HasRoom;
    }
}
