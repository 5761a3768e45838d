using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Accounts;

/// <summary>
/// Reads accounts with their identities in one statement that starts from a key: SQLite would walk through all accounts for a question whether one of its identities is this one.
/// Who is an operator is configuration's word, whatever the row says.
/// </summary>
internal sealed class AccountReader(MarketplaceDbContext db, AccountQueries queries, IOptions<AccountsOptions> options)
{
    public async Task<AccountView?> FindAsync(Identity identity, CancellationToken cancellationToken) =>
        ViewsOf(await queries.ByIdentity(db, identity.Platform, identity.ExternalId).ToListAsync(cancellationToken)).SingleOrDefault();

    public Task<AccountView?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        FindAsync(db.Set<Account>().Where(account => account.Id == id), cancellationToken);

    public Task<AccountView?> FindByCodeAsync(string referralCode, CancellationToken cancellationToken) =>
        FindAsync(db.Set<Account>().Where(account => account.ReferralCode == referralCode), cancellationToken);

    public Task<IReadOnlyList<AccountView>> ListAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult<IReadOnlyList<AccountView>>([])
        : ListAsync(db.Set<Account>().Where(account => ids.Contains(account.Id)), cancellationToken);

    private async Task<AccountView?> FindAsync(IQueryable<Account> which, CancellationToken cancellationToken) =>
        (await ListAsync(which, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<AccountView>> ListAsync(IQueryable<Account> which, CancellationToken cancellationToken) => ViewsOf(await (
        from account in which
        join identity in db.Set<AccountIdentity>() on account.Id equals identity.AccountId
        select new AccountWithIdentity(account, identity))
        .AsNoTracking()
        .ToListAsync(cancellationToken));

    /// <summary>The account as others see it.</summary>
    public AccountView ViewOf(Account account, Identity[] identities) => new(
        account.Id, RoleOf(account.Banned, identities), account.Language, account.ReferralCode, account.SponsorId, identities)
    {
        CreatedAt = account.CreatedAt,
    };

    private IReadOnlyList<AccountView> ViewsOf(IEnumerable<AccountWithIdentity> rows) => [.. rows
        .GroupBy(row => row.Account.Id)
        .Select(found => ViewOf(found.First().Account, [.. found.Select(row => new Identity(row.Identity.Platform, row.Identity.ExternalId))]))];

    private AccountRole RoleOf(bool banned, Identity[] identities) =>
        identities.Any(identity => options.Value.Operators.Contains(identity.ToString())) ? AccountRole.Operator
        : banned ? AccountRole.Banned
        : AccountRole.User;
}
