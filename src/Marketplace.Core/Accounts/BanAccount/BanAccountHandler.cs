using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Accounts;

internal sealed class BanAccountHandler(MarketplaceDbContext db, AccountReader accounts, IUnitOfWork unit, ILogger<BanAccountHandler> logger)
    : IRequestHandler<BanAccount, Result>, IRequestHandler<GetBannedAccounts, IReadOnlyList<AccountView>>
{
    public async Task<Result> Handle(BanAccount command, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(command.OperatorId, cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var target = await accounts.FindAsync(command.AccountId, cancellationToken);
        if (target is null)
        {
            return AccountErrors.NotFound;
        }

        if (command.Banned && target.Role == AccountRole.Operator)
        {
            return AccountErrors.OperatorCanNotBeBanned;
        }

        await db.Set<Account>()
            .Where(account => account.Id == command.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.Banned, command.Banned), cancellationToken);
        unit.Raise(new AccountBanned(command.AccountId, command.Banned));
        logger.LogInformation("Operator {OperatorId} set banned = {Banned} on account {AccountId}", command.OperatorId, command.Banned, command.AccountId);
        return Result.Success;
    }

    public async Task<IReadOnlyList<AccountView>> Handle(GetBannedAccounts request, CancellationToken cancellationToken)
    {
        var ids = await db.Set<Account>()
            .Where(account => account.Banned)
            .OrderByDescending(account => account.Id)
            .Select(account => account.Id)
            .Skip(request.Skip)
            .Take(Math.Clamp(request.Most, 1, 100))
            .ToArrayAsync(cancellationToken);
        if (ids.Length == 0)
        {
            return [];
        }

        var banned = await accounts.ListAsync(ids, cancellationToken);
        // Whom the settings name an operator is none of them, whatever the row says.
        return [.. banned.Where(account => account.Role == AccountRole.Banned).OrderBy(account => Array.IndexOf(ids, account.Id))];
    }
}
