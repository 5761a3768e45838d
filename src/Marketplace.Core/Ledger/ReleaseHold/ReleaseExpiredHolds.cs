using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger;

/// <summary>Frees what expired holds still reserve. A capture refuses an expired hold even before this has seen it.</summary>
internal sealed class ReleaseExpiredHolds(IServiceScopeFactory scopes, TimeProvider time) : IBackgroundWork
{
    private const int BatchSize = 100;

    public string Name => "ledger.release_expired_holds";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var expired = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<HoldRow>()
            .Where(hold => hold.State == HoldState.Open && hold.ExpiresAt <= now)
            .OrderBy(hold => hold.ExpiresAt)
            .Take(BatchSize)
            .Select(hold => hold.Id)
            .ToListAsync(cancellationToken);
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        foreach (var id in expired)
        {
            await sender.Send(new ReleaseHold(new HoldId(id)), cancellationToken);
        }

        return expired.Count == BatchSize;
    }
}
