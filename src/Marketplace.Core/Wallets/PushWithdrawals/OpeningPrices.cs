using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

/// <summary>Gives back the price of opening an address where the network did not take it: the chain alone knows which payment was the first to get there.</summary>
/// <param name="WithdrawalId">A settled withdrawal.</param>
internal sealed record ReturnOpeningPrice(WithdrawalId WithdrawalId) : ICommand;

internal sealed class OpeningPrices(MarketplaceDbContext db, ISender sender, IUnitOfWork unit, IPaymentNetwork network)
{
    public async Task ReturnAsync(Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        // The claim is the lock (below 0 it is owed since before this was looked at), and the transfer's key says once more that it happens once.
        var claimed = await db.Set<Withdrawal>()
            .Where(row => row.Id == withdrawal.Id && row.State == WithdrawalState.Settled && (row.OpeningReturned == Sun.Zero || row.OpeningReturned == Withdrawal.OpeningOwed))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.OpeningReturned, row => row.ActivationFee), cancellationToken);
        if (claimed == 0)
        {
            return;
        }

        var (asset, amount, reference) = (network.Info.Asset.Code, withdrawal.ActivationFee.Value, $"withdrawal:{withdrawal.Id}");
        var posted = await sender.Send(
            new PostTransfer(new Transfer(
                $"{reference}:opening-returned",
                "withdrawal.opening_returned",
                reference,
                [new(LedgerAccount.Withdrawals, -amount, asset), new(LedgerAccount.Earn(withdrawal.AccountId.Value), amount, asset)])),
            cancellationToken);
        posted.Require();
        unit.Publish(new OpeningPriceReturned(withdrawal.Id, withdrawal.AccountId, amount, withdrawal.Address));
    }
}

internal sealed class ReturnOpeningPriceHandler(MarketplaceDbContext db, OpeningPrices openings) : IRequestHandler<ReturnOpeningPrice, Result>
{
    public async Task<Result> Handle(ReturnOpeningPrice command, CancellationToken cancellationToken)
    {
        var withdrawal = await db.Set<Withdrawal>().AsNoTracking().SingleAsync(row => row.Id == command.WithdrawalId, cancellationToken);
        await openings.ReturnAsync(withdrawal, cancellationToken);
        return Result.Success;
    }
}
