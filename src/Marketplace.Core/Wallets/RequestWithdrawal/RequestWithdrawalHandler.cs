using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Wallets;

/// <summary>Asks the network about the payee before any transaction is open.</summary>
internal sealed class RequestWithdrawalHandler(WithdrawalRules rules, ISender sender) : IRequestHandler<RequestWithdrawal, Result<WithdrawalView>>
{
    public async Task<Result<WithdrawalView>> Handle(RequestWithdrawal request, CancellationToken cancellationToken)
    {
        var payee = await rules.FindPayeeAsync(request.AccountId, request.Address, cancellationToken);
        return payee.Succeeded
            ? await sender.Send(
                new HoldWithdrawal(request.AccountId, payee.Value.Address, request.Amount, request.IdempotencyKey, request.QuotedFee, payee.Value.ActivationCost),
                cancellationToken)
            : payee.Error;
    }
}
