using System.Linq.Expressions;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Accounts;

/// <summary>Reads accounts with their identities in one statement. Who is an operator is configuration's word, whatever the row says.</summary>
internal sealed class AccountReader(MarketplaceDbContext db, IOptions<AccountsOptions> options)
{
    public async Task<AccountView?> FindAsync(Expression<Func<Account, bool>> which, CancellationToken cancellationToken)
    {
        var account = await db.Set<Account>()
            .AsNoTracking()
            .Include(row => row.Identities)
            .SingleOrDefaultAsync(which, cancellationToken);
        return account is null ? null : View(account);
    }

    public async Task<IReadOnlyList<AccountView>> ListAsync(Expression<Func<Account, bool>> which, CancellationToken cancellationToken)
    {
        var accounts = await db.Set<Account>()
            .AsNoTracking()
            .Include(row => row.Identities)
            .Where(which)
            .ToListAsync(cancellationToken);
        return [.. accounts.Select(View)];
    }

    private AccountView View(Account account) => new(
        account.Id,
        RoleOf(account),
        account.Language,
        account.ReferralCode,
        account.SponsorId,
        [.. account.Identities.Select(identity => new Identity(identity.Platform, identity.ExternalId))])
    {
        CreatedAt = account.CreatedAt,
    };

    private AccountRole RoleOf(Account account) =>
        account.Identities.Any(identity => options.Value.Operators.Contains($"{identity.Platform}:{identity.ExternalId}")) ? AccountRole.Operator
        : account.Banned ? AccountRole.Banned
        : AccountRole.User;
}
