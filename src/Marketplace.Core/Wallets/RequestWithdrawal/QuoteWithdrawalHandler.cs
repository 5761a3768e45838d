using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;

namespace Marketplace.Wallets;

internal sealed class QuoteWithdrawalHandler(WithdrawalRules rules, ISender sender) : IRequestHandler<QuoteWithdrawal, Result<WithdrawalQuote>>
{
    public async Task<Result<WithdrawalQuote>> Handle(QuoteWithdrawal request, CancellationToken cancellationToken)
    {
        var payee = await rules.FindPayeeAsync(request.AccountId, request.Address, cancellationToken);
        if (!payee.Succeeded)
        {
            return payee.Error;
        }

        var judged = await rules.JudgeAsync(request.AccountId, payee.Value, request.Amount, cancellationToken);
        if (!judged.Succeeded)
        {
            return judged.Error;
        }

        if (request.Amount is not { } amount)
        {
            return judged.Value.Quote;
        }

        var balances = await sender.Send(new GetBalances([LedgerAccount.Earn(request.AccountId.Value)]), cancellationToken);
        return balances[0].Available < amount.Value ? WithdrawalRules.Insufficient(balances[0].Available, amount.Value) : judged.Value.Quote;
    }
}
