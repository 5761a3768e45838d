using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;

namespace Marketplace.Wallets;

internal sealed class MoveToAdHandler(ISender sender, IdGenerator ids) : IRequestHandler<MoveToAd, Result>
{
    public async Task<Result> Handle(MoveToAd command, CancellationToken cancellationToken)
    {
        if (command.Amount <= Sun.Zero)
        {
            return LedgerErrors.AmountOutOfRange;
        }

        // A repetition under the caller's key never comes here: its stored answer is given again.
        var key = $"move-to-ad:{ids.Next()}";
        var (earn, ad) = (LedgerAccount.Earn(command.AccountId.Value), LedgerAccount.Ad(command.AccountId.Value));
        var moved = await sender.Send(
            new PostTransfer(new Transfer(
                key, "wallet.moved_to_ad", $"account:{command.AccountId}", [new(earn, -command.Amount.Value), new(ad, command.Amount.Value)])),
            cancellationToken);
        return moved.Error switch
        {
            null => Result.Success,
            { } error when error.Code == LedgerErrors.InsufficientFunds.Code =>
                new Error(WalletErrors.InsufficientFunds.Code) { Arguments = error.Arguments },
            { } error => error,
        };
    }
}
