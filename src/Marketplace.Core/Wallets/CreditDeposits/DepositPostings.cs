using Marketplace.Ledger;
using Marketplace.Persistence.Pipeline;
using MediatR;

namespace Marketplace.Wallets;

/// <summary>The transfers of the books that one reading of the chain leads to.</summary>
internal sealed class DepositPostings(ISender sender, IUnitOfWork unit, IPaymentNetwork network)
{
    public async Task PostAsync(IReadOnlyList<DepositCredit> credits, IReadOnlyList<IncomingTransfer> funding, CancellationToken cancellationToken)
    {
        foreach (var chunk in credits.Select(credit => Credit(credit.Deposit)).Concat(funding.Select(Fund)).Chunk(PostTransfers.MostAtOnce))
        {
            foreach (var posted in (await sender.Send(new PostTransfers(chunk), cancellationToken)).Require())
            {
                posted.Require();
            }
        }

        foreach (var (deposit, carries, isCarried) in credits)
        {
            var told = new DepositCredited(deposit.AccountId, deposit.Amount, deposit.TransactionId, deposit.OutputIndex, deposit.Target)
            {
                Asset = deposit.Asset,
                Carries = carries,
                IsCarried = isCarried,
            };
            unit.Raise(told);
            unit.Publish(told);
        }
    }

    private static Transfer Credit(Deposit deposit)
    {
        var person = deposit.Target == DepositTarget.Ad ? LedgerAccount.Ad(deposit.AccountId.Value) : LedgerAccount.Earn(deposit.AccountId.Value);
        var key = $"deposit:{deposit.Network}:{deposit.TransactionId}:{deposit.OutputIndex}";
        return new Transfer(
            key, "deposit.credited", key, [new(person, deposit.Amount, deposit.Asset), new(LedgerAccount.Custody, -deposit.Amount, deposit.Asset)]);
    }

    /// <summary>The operator's own coins: they came from outside, or from the cold wallet into the hot one.</summary>
    private Transfer Fund(IncomingTransfer transfer)
    {
        var (name, house) = (network.Info.Name, network.Info.House);
        var key = $"funding:{name}:{transfer.TransactionId}:{transfer.OutputIndex}:{transfer.Address}";
        var (kind, from) = transfer.FromCold ? ("custody.moved", LedgerAccount.ColdCustody) : ("custody.funded", LedgerAccount.Capital);
        var to = transfer.Address == house.Hot ? LedgerAccount.HotCustody : LedgerAccount.ColdCustody;
        return new Transfer(key, kind, key, [new(from, transfer.Amount, transfer.Asset), new(to, -transfer.Amount, transfer.Asset)]);
    }
}
