using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

internal sealed class GetWalletHandler(
    MarketplaceDbContext db, WalletQueries queries, ISender sender, IPaymentNetwork network, IOptions<WalletsOptions> options)
    : IRequestHandler<GetWallet, WalletView>
{
    public async Task<WalletView> Handle(GetWallet request, CancellationToken cancellationToken)
    {
        var id = request.AccountId;
        var balances = await sender.Send(new GetBalances([LedgerAccount.Earn(id.Value), LedgerAccount.Ad(id.Value)]), cancellationToken);
        var waiting = await queries.Waiting(db, id).ToDictionaryAsync(sum => sum.State, sum => new Sun(sum.Amount), cancellationToken: cancellationToken);
        return new WalletView(
            new(balances[0].Available), new(balances[0].Held), new(balances[1].Available), waiting.GetValueOrDefault(DepositState.Seen))
        {
            BelowMinimum = waiting.GetValueOrDefault(DepositState.BelowMinimum),
            MinimumDeposit = options.Value.MinimumDeposit,
            Tokens = await FindTokensAsync(id, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<TokenBalance>> FindTokensAsync(AccountId id, CancellationToken cancellationToken)
    {
        var tokens = new List<TokenBalance>();
        foreach (var token in network.Info.Tokens)
        {
            var balance = (await sender.Send(new GetBalances([LedgerAccount.Earn(id.Value)], token.Asset.Code), cancellationToken))[0];
            if (balance.Amount != 0)
            {
                tokens.Add(new TokenBalance(token.Asset, balance.Amount));
            }
        }

        // One empty list for all: views without tokens compare as equal.
        return tokens.Count == 0 ? Array.Empty<TokenBalance>() : tokens;
    }
}

internal sealed class GetWithdrawalsHandler(MarketplaceDbContext db, WalletQueries queries, WithdrawalControls controls)
    : IRequestHandler<GetWithdrawals, IReadOnlyList<WithdrawalView>>,
        IRequestHandler<GetWithdrawalsToApprove, IReadOnlyList<WithdrawalView>>,
        IRequestHandler<GetUnsignedWithdrawals, IReadOnlyList<WithdrawalView>>,
        IRequestHandler<GetWithdrawn, WithdrawnView>
{
    private const int Page = 100;

    public Task<IReadOnlyList<WithdrawalView>> Handle(GetWithdrawals request, CancellationToken cancellationToken) => ExplainAsync(
        queries.Latest(db, request.AccountId, Math.Max(0, request.Skip), Math.Clamp(request.Most, 1, Page)), cancellationToken);

    public Task<IReadOnlyList<WithdrawalView>> Handle(GetWithdrawalsToApprove request, CancellationToken cancellationToken)
    {
        var waiting = Unsigned().Where(row => row.State == WithdrawalState.Requested || row.HeldBackAt != null);
        if (request.OperatorId is { } reader)
        {
            waiting = waiting.Where(row => row.AccountId != reader
                && (row.HeldBackAt != null
                    || !db.Set<Approval>().Any(approval => approval.WithdrawalId == row.Id && approval.OperatorId == reader)));
        }

        return ReadAsync(waiting.OrderBy(row => row.Id).Take(Page), cancellationToken);
    }

    public Task<IReadOnlyList<WithdrawalView>> Handle(GetUnsignedWithdrawals request, CancellationToken cancellationToken) => ReadAsync(
        Unsigned()
            .OrderBy(row => row.Id)
            .Skip(Math.Max(0, request.Skip))
            .Take(Math.Clamp(request.Most, 1, Page)),
        cancellationToken);

    public async Task<WithdrawnView> Handle(GetWithdrawn request, CancellationToken cancellationToken)
    {
        var amounts = await db.Set<Withdrawal>()
            .Where(row => row.AccountId == request.AccountId && row.State == WithdrawalState.Settled)
            .Select(row => row.Amount)
            .ToListAsync(cancellationToken);
        return new WithdrawnView(amounts.Count, new Sun(amounts.Sum(amount => amount.Value)));
    }

    // Both conditions: SQLite takes a partial index only where its own condition is among those of the query, and does not see that one follows from another.
    private IQueryable<Withdrawal> Unsigned() => db.Set<Withdrawal>().Where(row => row.State < WithdrawalState.Settled && row.State < WithdrawalState.Signed);

    private Task<IReadOnlyList<WithdrawalView>> ReadAsync(IQueryable<Withdrawal> rows, CancellationToken cancellationToken) => ExplainAsync(
        rows.AsNoTracking()
            .Select(row => new WithdrawalWithApprovals(row, db.Set<Approval>().Count(approval => approval.WithdrawalId == row.Id)))
            .AsAsyncEnumerable(),
        cancellationToken);

    private async Task<IReadOnlyList<WithdrawalView>> ExplainAsync(IAsyncEnumerable<WithdrawalWithApprovals> rows, CancellationToken cancellationToken)
    {
        var read = await rows.ToListAsync(cancellationToken);
        if (read.Count == 0)
        {
            return [];
        }

        var control = await controls.ReadAsync(cancellationToken);
        return [.. read.Select(row => controls.Explain(row.Withdrawal.ToView() with { Approvals = row.Approvals }, control))];
    }
}
