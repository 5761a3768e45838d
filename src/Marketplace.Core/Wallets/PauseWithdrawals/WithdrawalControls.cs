using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>Reads and takes the network's one row.</summary>
internal sealed class WithdrawalControls(MarketplaceDbContext db, IPaymentNetwork network, TimeProvider time)
{
    /// <summary>Takes the row until the commit, so that what is decided by sums over withdrawals is decided by one at a time.</summary>
    public async Task<WithdrawalControl> TakeAsync(CancellationToken cancellationToken)
    {
        var (name, no) = (network.Info.Name, false);
        // An insertion that finds the row changes nothing and locks it, on both engines.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO wallets_controls (network, is_paused) VALUES ({name}, {no}) ON CONFLICT (network) DO UPDATE SET network = excluded.network",
            cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async Task<WithdrawalControl> ReadAsync(CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        return await db.Set<WithdrawalControl>().AsNoTracking().SingleOrDefaultAsync(row => row.Network == name, cancellationToken)
            ?? new WithdrawalControl { Network = name };
    }

    /// <summary>The view with the reason why it is not signed yet.</summary>
    public WithdrawalView Explain(WithdrawalView view, WithdrawalControl control)
    {
        var keeps = view.NotBefore > time.GetUtcNow() && view.CanBeCancelled;
        return view with
        {
            NotBefore = keeps ? view.NotBefore : null,
            Wait = view.HeldBackAt is not null && view.CanBeCancelled ? WithdrawalWait.HeldBack
                : view.State != WithdrawalState.Approved ? WithdrawalWait.None
                : keeps ? WithdrawalWait.CoolDown
                : control.IsPaused ? WithdrawalWait.Paused
                : control.ShortSince is not null ? WithdrawalWait.Coins
                : WithdrawalWait.None,
        };
    }
}
