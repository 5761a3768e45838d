using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Accounts;

internal sealed class BanAccountHandler(MarketplaceDbContext db, AccountReader accounts, ILogger<BanAccountHandler> logger)
    : IRequestHandler<BanAccount, Result>
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
        logger.LogInformation("Operator {OperatorId} set banned = {Banned} on account {AccountId}", command.OperatorId, command.Banned, command.AccountId);
        return Result.Success;
    }
}
