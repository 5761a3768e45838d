using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>
/// Brings approved withdrawals to their end: sign, store, send, look, settle. Each step is stored before the next begins, so a crash between
/// any two of them repeats at most a look or the sending of identical bytes.
/// </summary>
internal sealed class PushWithdrawals(
    IServiceScopeFactory scopes,
    IPaymentNetwork network,
    IOptions<WalletsOptions> options,
    ILogger<PushWithdrawals> logger) : IBackgroundWork
{
    public const string WorkName = "wallets.push-withdrawals";

    public string Name => WorkName;

    public TimeSpan Interval => options.Value.WithdrawalInterval;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await FindLiveAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await PushAsync(id, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing is known, so nothing changes: the same step comes again.
                logger.LogWarning(exception, "Withdrawal {WithdrawalId} waits: the step failed and will be repeated", id);
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<WithdrawalId>> FindLiveAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var name = network.Info.Name;
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Withdrawal>()
            .Where(row => row.State < WithdrawalState.Settled && row.State > WithdrawalState.Requested && row.Network == name)
            .OrderBy(row => row.Id)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task PushAsync(WithdrawalId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        var payment = withdrawal.State switch
        {
            WithdrawalState.Approved => await SignAsync(withdrawal, sender, cancellationToken),
            WithdrawalState.Signed or WithdrawalState.Broadcast =>
                new SignedPayment(withdrawal.TransactionId!, withdrawal.SignedBytes!, withdrawal.ExpiresAt!.Value, (withdrawal.Amount - withdrawal.Fee).Value),
            _ => null,
        };
        if (payment is null)
        {
            return;
        }

        var status = await network.SubmitAsync(payment, cancellationToken);
        if (withdrawal.State == WithdrawalState.Broadcast && status.State is PaymentState.Unknown or PaymentState.Included)
        {
            return;
        }

        await sender.Send(new RecordPaymentStatus(id, payment.TransactionId, status), cancellationToken);
    }

    private async Task<SignedPayment?> SignAsync(Withdrawal withdrawal, ISender sender, CancellationToken cancellationToken)
    {
        var order = new PaymentOrder($"withdrawal:{withdrawal.Id}", withdrawal.Address, (withdrawal.Amount - withdrawal.Fee).Value);
        var signed = await network.SignAsync(order, cancellationToken);
        if (signed.Error?.Code == WalletErrors.BadAddress.Code)
        {
            await sender.Send(new RefusePayment(withdrawal.Id, signed.Error), cancellationToken);
            return null;
        }

        if (!signed.Succeeded)
        {
            // Too little in the house's own wallet, say: somebody has to act, and until then it waits.
            logger.LogError("Withdrawal {WithdrawalId} can not be signed now and waits: {Error}", withdrawal.Id, signed.Error);
            return null;
        }

        var stored = await sender.Send(new StoreSignedPayment(withdrawal.Id, signed.Value), cancellationToken);
        return stored.Succeeded ? signed.Value : null;
    }
}
