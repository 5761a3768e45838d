using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

/// <summary>An address in somebody's book. Its age, not what was paid there, decides whether a withdrawal waits.</summary>
internal sealed class SavedAddress
{
    public required SavedAddressId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Network { get; init; }

    public required string Address { get; init; }

    public string? Name { get; init; }

    public required DateTimeOffset FirstUsedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }
}

/// <summary>Reads and writes the book of one account on this network.</summary>
internal sealed class SavedAddresses(
    MarketplaceDbContext db, IPaymentNetwork network, IdGenerator ids, TimeProvider time, IOptions<WalletsOptions> options)
{
    public IQueryable<SavedAddress> Of(AccountId account)
    {
        var name = network.Info.Name;
        return db.Set<SavedAddress>().Where(row => row.AccountId == account && row.Network == name);
    }

    /// <summary>From when on nothing waits because of this address; null where it is not in the book.</summary>
    public async Task<DateTimeOffset?> FindKnownFromAsync(AccountId account, string address, CancellationToken cancellationToken) =>
        await Of(account).Where(row => row.Address == address).Select(row => (DateTimeOffset?)row.FirstUsedAt).SingleOrDefaultAsync(cancellationToken)
            + options.Value.NewAddressCoolDown;

    /// <summary>Notes that it is used, and when first.</summary>
    public Task UseAsync(AccountId account, string address, CancellationToken cancellationToken)
    {
        var (id, name, now) = (ids.Next(), network.Info.Name, time.GetUtcNow().UtcDateTime);
        return db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO wallets_saved_addresses (id, account_id, network, address, first_used_at, last_used_at)
             VALUES ({id}, {account.Value}, {name}, {address}, {now}, {now})
             ON CONFLICT (account_id, network, address) DO UPDATE SET last_used_at = excluded.last_used_at
             """,
            cancellationToken);
    }

    /// <summary>
    /// What was stopped while its address was young was perhaps not the owner's doing: the address is new again when it is next used. Else a thief would only
    /// have to wait and ask a second time.
    /// </summary>
    public Task ForgetYoungAsync(AccountId account, string address, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - options.Value.NewAddressCoolDown;
        return Of(account).Where(row => row.Address == address && row.FirstUsedAt > oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
