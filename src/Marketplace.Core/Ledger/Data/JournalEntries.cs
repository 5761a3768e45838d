using Marketplace.Persistence;

namespace Marketplace.Ledger.Data;

/// <summary>An entry of a transfer, whether rolled up already or not.</summary>
internal sealed class JournalEntry
{
    public required long JournalId { get; init; }

    public required long AccountId { get; init; }

    public required string Code { get; init; }

    public required string Asset { get; init; }

    public required long Amount { get; init; }
}

/// <summary>All entries of the journal: those in the accounts' histories, and those that still wait to be rolled up.</summary>
internal static class JournalEntries
{
    public static IQueryable<JournalEntry> Of(MarketplaceDbContext db) =>
        from entry in db.Set<EntryRow>().Select(row => new { row.JournalId, row.AccountId, row.Amount })
            .Concat(db.Set<TailRow>().Select(row => new { row.JournalId, row.AccountId, row.Amount }))
        join account in db.Set<AccountRow>() on entry.AccountId equals account.Id
        select new JournalEntry
        {
            JournalId = entry.JournalId,
            AccountId = entry.AccountId,
            Code = account.Code,
            Asset = account.Asset,
            Amount = entry.Amount,
        };
}
