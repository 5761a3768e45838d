using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>An account beside one of its identities.</summary>
internal sealed record AccountWithIdentity(Account Account, AccountIdentity Identity);

/// <summary>The question that every act of a person asks, compiled once: translating it costs more than asking it.</summary>
internal sealed class AccountQueries
{
    public Func<MarketplaceDbContext, string, string, IAsyncEnumerable<AccountWithIdentity>> ByIdentity { get; } = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, string platform, string externalId) =>
            from known in db.Set<AccountIdentity>().AsNoTracking()
            where known.Platform == platform && known.ExternalId == externalId
            join account in db.Set<Account>() on known.AccountId equals account.Id
            join identity in db.Set<AccountIdentity>() on account.Id equals identity.AccountId
            select new AccountWithIdentity(account, identity));
}
