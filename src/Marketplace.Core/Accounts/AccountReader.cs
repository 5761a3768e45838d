using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Accounts;

/// <summary>
/// Reads accounts with their identities in one statement that starts from a key: SQLite would walk through all accounts for a question whether one of its identities is this one.
/// Who is an operator is configuration's word, whatever the row says.
/// </summary>
internal sealed class AccountReader(MarketplaceDbContext db, IOptions<AccountsOptions> options)
{
    public Task<AccountView?> FindAsync(Identity identity, CancellationToken cancellationToken)
    {
        var (platform, externalId) = (identity.Platform, identity.ExternalId);
        return FindAsync(
            from known in db.Set<AccountIdentity>()
            where known.Platform == platform && known.ExternalId == externalId
            join account in db.Set<Account>() on known.AccountId equals account.Id
            select account,
            cancellationToken);
    }

    public Task<AccountView?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        FindAsync(db.Set<Account>().Where(account => account.Id == id), cancellationToken);

    public Task<AccountView?> FindByCodeAsync(string referralCode, CancellationToken cancellationToken) =>
        FindAsync(db.Set<Account>().Where(account => account.ReferralCode == referralCode), cancellationToken);

    public Task<IReadOnlyList<AccountView>> ListAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult<IReadOnlyList<AccountView>>([])
        : ListAsync(db.Set<Account>().Where(account => ids.Contains(account.Id)), cancellationToken);

    private async Task<AccountView?> FindAsync(IQueryable<Account> which, CancellationToken cancellationToken) =>
        (await ListAsync(which, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<AccountView>> ListAsync(IQueryable<Account> which, CancellationToken cancellationToken)
    {
        var rows = await (
            from account in which
            join identity in db.Set<AccountIdentity>() on account.Id equals identity.AccountId
            select new { account.Id, account.Banned, account.Language, account.ReferralCode, account.SponsorId, account.CreatedAt, identity.Platform, identity.ExternalId })
            .ToListAsync(cancellationToken);
        return [.. rows.GroupBy(row => row.Id).Select(found =>
        {
            var (account, identities) = (found.First(), found.Select(row => new Identity(row.Platform, row.ExternalId)).ToArray());
            return new AccountView(
                account.Id, RoleOf(account.Banned, identities), account.Language, account.ReferralCode, account.SponsorId, identities)
            {
                CreatedAt = account.CreatedAt,
            };
        })];
    }

    private AccountRole RoleOf(bool banned, Identity[] identities) =>
        identities.Any(identity => options.Value.Operators.Contains(identity.ToString())) ? AccountRole.Operator
        : banned ? AccountRole.Banned
        : AccountRole.User;
}
