using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Wallets;

internal sealed class RecordPaymentStatusHandler(
    MarketplaceDbContext db,
    ISender sender,
    IUnitOfWork unit,
    IPaymentNetwork network,
    OpeningPrices openings,
    TimeProvider time,
    ILogger<RecordPaymentStatusHandler> logger) : IRequestHandler<RecordPaymentStatus, Result>
{
    public async Task<Result> Handle(RecordPaymentStatus command, CancellationToken cancellationToken)
    {
        var next = command.Status.State switch
        {
            PaymentState.Solid => WithdrawalState.Settled,
            PaymentState.Failed => WithdrawalState.Failed,
            PaymentState.Expired => WithdrawalState.Approved,
            _ => WithdrawalState.Broadcast,
        };
        // The condition is the lock and the fence: what is said of other bytes, or again, changes nothing.
        var now = time.GetUtcNow();
        var moved = await db.Set<Withdrawal>()
            .Where(row => row.Id == command.WithdrawalId
                && row.TransactionId == command.TransactionId
                && (row.State == WithdrawalState.Signed || row.State == WithdrawalState.Broadcast))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, next).SetProperty(row => row.ChangedAt, now), cancellationToken);
        if (moved == 0)
        {
            return Result.Success;
        }

        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        await EndAttemptAsync(command, now, cancellationToken);
        switch (next)
        {
            case WithdrawalState.Settled:
                await SettleAsync(withdrawal, command.Status, cancellationToken);
                break;
            case WithdrawalState.Failed:
                await CancelAsync(withdrawal, command.Status, cancellationToken);
                break;
            case WithdrawalState.Approved:
                await BeginAnewAsync(withdrawal, cancellationToken);
                break;
        }

        return Result.Success;
    }

    private async Task EndAttemptAsync(RecordPaymentStatus command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        AttemptOutcome? outcome = command.Status.State switch
        {
            PaymentState.Solid => AttemptOutcome.Paid,
            PaymentState.Failed => AttemptOutcome.Failed,
            PaymentState.Expired => AttemptOutcome.Expired,
            _ => null,
        };
        if (outcome is not { } ended)
        {
            return;
        }

        var rows = await db.Set<PaymentAttempt>()
            .Where(row => row.WithdrawalId == command.WithdrawalId && row.TransactionId == command.TransactionId && row.Outcome == AttemptOutcome.Live)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Outcome, ended)
                    .SetProperty(row => row.EndedAt, now)
                    .SetProperty(row => row.NetworkFee, command.Status.NetworkFee)
                    .SetProperty(row => row.OpenedRecipient, command.Status.OpenedRecipient),
                cancellationToken);
        if (rows != 1)
        {
            throw new InvalidOperationException($"Withdrawal {command.WithdrawalId} has no live attempt {command.TransactionId}.");
        }
    }

    private async Task SettleAsync(Withdrawal withdrawal, PaymentStatus status, CancellationToken cancellationToken)
    {
        var asset = network.Info.Asset.Code;
        var (received, fees) = (withdrawal.ToReceive(), withdrawal.Fee + withdrawal.ActivationFee);
        // Custody is minus the coins held, so what leaves is added to it.
        List<Entry> entries =
        [
            new(LedgerAccount.Earn(withdrawal.AccountId.Value), -withdrawal.Amount.Value, asset),
            new(LedgerAccount.HotCustody, received.Value, asset),
        ];
        if (fees > Sun.Zero)
        {
            entries.Add(new(LedgerAccount.Withdrawals, fees.Value, asset));
        }

        var reference = $"withdrawal:{withdrawal.Id}";
        var captured = await sender.Send(
            new CaptureHold(Withdrawal.HoldOf(withdrawal.Id), new Transfer(reference, "withdrawal.settled", reference, entries)), cancellationToken);
        captured.Require();
        await PostNetworkFeeAsync(withdrawal, status.NetworkFee, cancellationToken);
        if (withdrawal.ActivationFee > Sun.Zero && !status.OpenedRecipient)
        {
            await openings.ReturnAsync(withdrawal, cancellationToken);
        }

        unit.Publish(new WithdrawalSettled(
            withdrawal.Id, withdrawal.AccountId, received.Value, withdrawal.Address, withdrawal.TransactionId!));
    }

    private async Task CancelAsync(Withdrawal withdrawal, PaymentStatus status, CancellationToken cancellationToken)
    {
        logger.LogError(
            "Withdrawal {WithdrawalId}: the network refused {TransactionId} for good: {Detail}", withdrawal.Id, withdrawal.TransactionId, status.Detail);
        var released = await sender.Send(new ReleaseHold(Withdrawal.HoldOf(withdrawal.Id)), cancellationToken);
        if (!released.Succeeded)
        {
            throw new InvalidOperationException($"The hold of withdrawal {withdrawal.Id} can not be released: {released.Error}.");
        }

        await PostNetworkFeeAsync(withdrawal, status.NetworkFee, cancellationToken);
        unit.Publish(new WithdrawalCancelled(withdrawal.Id, withdrawal.AccountId, withdrawal.Amount.Value, WithdrawalState.Failed));
    }

    private async Task PostNetworkFeeAsync(Withdrawal withdrawal, long networkFee, CancellationToken cancellationToken)
    {
        if (networkFee <= 0)
        {
            return;
        }

        var asset = network.Info.Asset.Code;
        var reference = $"withdrawal:{withdrawal.Id}";
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                $"{reference}:network-fee",
                "withdrawal.network_fee",
                reference,
                [new(LedgerAccount.Withdrawals, -networkFee, asset), new(LedgerAccount.HotCustody, networkFee, asset)])),
            cancellationToken);
        posted.Require();
    }

    private async Task BeginAnewAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        logger.LogWarning(
            "Withdrawal {WithdrawalId}: {TransactionId} expired and is in no solid block; it is signed anew", withdrawal.Id, withdrawal.TransactionId);
        await db.Set<Withdrawal>()
            .Where(row => row.Id == withdrawal.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.TransactionId, (string?)null), cancellationToken);
    }
}
