using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;

namespace Marketplace.Wallets;

internal sealed class HoldWithdrawalHandler(
    MarketplaceDbContext db,
    WithdrawalRules rules,
    WithdrawalControls controls,
    SavedAddresses addresses,
    ISender sender,
    IUnitOfWork unit,
    IPaymentNetwork network,
    IdGenerator ids,
    WorkSignals signals,
    TimeProvider time) : IRequestHandler<HoldWithdrawal, Result<WithdrawalView>>
{
    public async Task<Result<WithdrawalView>> Handle(HoldWithdrawal command, CancellationToken cancellationToken)
    {
        // From here to the commit no other request on this network looks at the limits.
        var control = await controls.TakeAsync(cancellationToken);
        // Looked at once more: a ban takes the same row, and what it found under way is held back.
        if (await sender.Send(new GetAccount(command.AccountId), cancellationToken) is { Role: AccountRole.Banned })
        {
            return AccountErrors.Banned;
        }

        var judged = await rules.JudgeAsync(command.AccountId, new Payee(command.Address, command.ActivationCost), command.Amount, cancellationToken);
        if (!judged.Succeeded)
        {
            return judged.Error;
        }

        var quote = judged.Value.Quote;
        if (quote.TotalFee > command.QuotedFee)
        {
            return WalletErrors.FeeChanged.With("fee", quote.TotalFee.Value);
        }

        var id = ids.Next<WithdrawalId>();
        var held = await sender.Send(
            new PlaceHold(
                Withdrawal.HoldOf(id),
                LedgerAccount.Earn(command.AccountId.Value),
                quote.Amount.Value,
                $"withdrawal:{id}",
                Asset: network.Info.Asset.Code),
            cancellationToken);
        if (!held.Succeeded)
        {
            return held.Error.Code == LedgerErrors.InsufficientFunds.Code
                ? new Error(WalletErrors.InsufficientFunds.Code) { Arguments = held.Error.Arguments }
                : held.Error;
        }

        var withdrawal = Create(id, command, judged.Value);
        db.Add(withdrawal);
        await addresses.UseAsync(command.AccountId, quote.Address, cancellationToken);
        if (judged.Value.IsNewAddress)
        {
            unit.Publish(new NewAddressUsed(
                command.AccountId, quote.Address, quote.Amount.Value, withdrawal.NotBefore > withdrawal.RequestedAt ? withdrawal.NotBefore : null));
        }

        if (withdrawal.State == WithdrawalState.Requested)
        {
            unit.Publish(new WithdrawalAwaitsApproval(id, command.AccountId, quote.Amount.Value));
        }
        else
        {
            unit.AfterCommit(() => signals.Wake(PushWithdrawals.WorkName));
        }

        return controls.Explain(withdrawal.ToView(), control);
    }

    private Withdrawal Create(WithdrawalId id, HoldWithdrawal command, Judgement judged)
    {
        var (quote, now) = (judged.Quote, time.GetUtcNow());
        return new Withdrawal
        {
            Id = id,
            AccountId = command.AccountId,
            Network = network.Info.Name,
            Address = quote.Address,
            Amount = quote.Amount,
            Fee = quote.Fee,
            ActivationFee = quote.ActivationFee,
            State = quote.ApprovalsNeeded > 0 ? WithdrawalState.Requested : WithdrawalState.Approved,
            ApprovalsNeeded = quote.ApprovalsNeeded,
            NotBefore = judged.NotBefore,
            RequestedAt = now,
            ChangedAt = now,
        };
    }
}
