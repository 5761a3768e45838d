using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;

namespace Marketplace.Wallets;

internal sealed class RequestWithdrawalHandler(
    MarketplaceDbContext db,
    WithdrawalRules rules,
    ISender sender,
    IUnitOfWork unit,
    IPaymentNetwork network,
    IdGenerator ids,
    WorkSignals signals,
    TimeProvider time) : IRequestHandler<RequestWithdrawal, Result<WithdrawalView>>
{
    public async Task<Result<WithdrawalView>> Handle(RequestWithdrawal command, CancellationToken cancellationToken)
    {
        var judged = await rules.JudgeAsync(command.AccountId, command.Address, command.Amount, cancellationToken);
        if (!judged.Succeeded)
        {
            return judged.Error;
        }

        var quote = judged.Value;
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

        var now = time.GetUtcNow();
        var withdrawal = new Withdrawal
        {
            Id = id,
            AccountId = command.AccountId,
            Network = network.Info.Name,
            Address = quote.Address,
            Amount = quote.Amount,
            Fee = quote.Fee,
            State = quote.NeedsApproval ? WithdrawalState.Requested : WithdrawalState.Approved,
            RequestedAt = now,
            ChangedAt = now,
        };
        db.Add(withdrawal);
        if (quote.NeedsApproval)
        {
            unit.Publish(new WithdrawalAwaitsApproval(id, command.AccountId, quote.Amount.Value));
        }
        else
        {
            unit.AfterCommit(() => signals.Wake(PushWithdrawals.WorkName));
        }

        return withdrawal.ToView();
    }
}
