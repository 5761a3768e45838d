using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

/// <summary>
/// A ban holds back what its person has under way, and does not give it back by itself: whether the money is theirs is what an operator has to look at, and a
/// mistaken ban then costs nobody anything. What is signed could be on its way and goes to its end; should its bytes expire, they are not made anew.
/// </summary>
internal sealed class AccountBannedHandler(
    MarketplaceDbContext db,
    WithdrawalControls controls,
    IUnitOfWork unit,
    WorkSignals signals,
    TimeProvider time,
    ILogger<AccountBannedHandler> logger) : INotificationHandler<AccountBanned>
{
    public async Task Handle(AccountBanned banned, CancellationToken cancellationToken)
    {
        // Requests look at the account behind this row: none slips in beside the ban.
        await controls.TakeAsync(cancellationToken);
        var (account, hold) = (banned.AccountId, banned.Banned);
        var at = hold ? time.GetUtcNow() : (DateTimeOffset?)null;
        var met = await db.Set<Withdrawal>()
            .Where(row => row.AccountId == account && row.State < WithdrawalState.Settled && (row.HeldBackAt == null) == hold)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, at), cancellationToken);
        if (met == 0)
        {
            return;
        }

        unit.AfterCommit(() =>
        {
            logger.LogWarning("{Count} withdrawals of account {AccountId} {State}", met, account, hold ? "are held back" : "go on");
            signals.Wake(PushWithdrawals.WorkName);
        });
    }
}
