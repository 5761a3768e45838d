using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;

namespace Marketplace.Wallets;

internal sealed class QuoteWithdrawalHandler(WithdrawalRules rules, ISender sender) : IRequestHandler<QuoteWithdrawal, Result<WithdrawalQuote>>
{
    public async Task<Result<WithdrawalQuote>> Handle(QuoteWithdrawal request, CancellationToken cancellationToken)
    {
        var quote = await rules.JudgeAsync(request.AccountId, request.Address, request.Amount, cancellationToken);
        if (!quote.Succeeded || request.Amount is not { } amount)
        {
            return quote;
        }

        var balances = await sender.Send(new GetBalances([LedgerAccount.Earn(request.AccountId.Value)]), cancellationToken);
        return balances[0].Available < amount.Value ? WithdrawalRules.Insufficient(balances[0].Available, amount.Value) : quote;
    }
}
