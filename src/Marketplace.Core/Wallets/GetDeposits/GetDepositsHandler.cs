using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class GetDepositsHandler(MarketplaceDbContext db, IPaymentNetwork network) : IRequestHandler<GetDeposits, DepositList>
{
    private const int LargestPage = 50;

    public async Task<DepositList> Handle(GetDeposits request, CancellationToken cancellationToken)
    {
        var (size, name) = (Math.Clamp(request.PageSize, 1, LargestPage), network.Info.Name);
        var deposits = db.Set<Deposit>().AsNoTracking().Where(deposit => deposit.AccountId == request.AccountId);
        var pages = Math.Max(1, (await deposits.CountAsync(cancellationToken) + size - 1) / size);
        var page = Math.Clamp(request.Page, 0, pages - 1);
        var rows = await deposits
            .OrderByDescending(deposit => deposit.SeenAt)
            .ThenByDescending(deposit => deposit.BlockNumber)
            .ThenBy(deposit => deposit.TransactionId)
            .ThenBy(deposit => deposit.OutputIndex)
            .Skip(page * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var head = await db.Set<ChainCursor>().Where(cursor => cursor.Network == name).Select(cursor => cursor.HeadNumber).SingleOrDefaultAsync(cancellationToken);
        return new DepositList([.. rows.Select(deposit => View(deposit, head))], page, pages);
    }

    private DepositView View(Deposit deposit, long head)
    {
        var needed = network.Info.BlocksToSolid;
        var confirmations = deposit.State switch
        {
            // The last step is the commit that credits it, not the block that allows it.
            DepositState.Seen => (int)Math.Clamp(head - deposit.BlockNumber + 1, 1, Math.Max(1, needed - 1)),
            DepositState.Orphaned => 0,
            _ => needed,
        };
        return new DepositView(
            deposit.TransactionId, deposit.OutputIndex, AssetOf(deposit.Asset), deposit.Amount, deposit.Target, deposit.State, confirmations, needed, deposit.SeenAt)
        {
            Link = network.LinkTo(deposit.TransactionId),
        };
    }

    /// <summary>A token that is taken no more has no decimals that anybody knows: it is told in its smallest unit.</summary>
    private Asset AssetOf(string code) => code == network.Info.Asset.Code
        ? network.Info.Asset
        : network.Info.Tokens.FirstOrDefault(token => token.Asset.Code == code)?.Asset ?? new Asset(code, 0, long.MaxValue);
}
