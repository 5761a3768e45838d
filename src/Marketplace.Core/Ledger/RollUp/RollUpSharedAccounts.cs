using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger;

/// <summary>Brings what was appended to shared accounts into their histories and balances, an account a transaction.</summary>
internal sealed class RollUpSharedAccounts(IServiceScopeFactory scopes, IDatabaseEngine engine) : IBackgroundWork
{
    public string Name => "ledger.roll_up";

    /// <summary>SQLite appends nothing: its one writer waits for no other.</summary>
    public TimeSpan Interval => engine.HasRowLocks ? TimeSpan.FromSeconds(1) : TimeSpan.FromHours(1);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!engine.HasRowLocks)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<TailRow>()
            .Select(entry => entry.AccountId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        foreach (var account in accounts)
        {
            await sender.Send(new RollUpAccount(account), cancellationToken);
        }

        return false;
    }
}

internal sealed record RollUpAccount(long AccountId) : ICommand;

internal sealed class RollUpAccountHandler(MarketplaceDbContext db) : IRequestHandler<RollUpAccount, Result>
{
    public async Task<Result> Handle(RollUpAccount request, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT ledger_roll_up({request.AccountId})", cancellationToken);
        return Result.Success;
    }
}
