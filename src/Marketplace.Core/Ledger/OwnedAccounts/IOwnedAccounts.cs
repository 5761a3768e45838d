namespace Marketplace.Ledger;

/// <summary>
/// A module that keeps accounts in somebody's name beside his two balances says so here, so that he can be shown all that he is owed. The container collects them; a handler
/// asks each.
/// </summary>
public interface IOwnedAccounts
{
    /// <summary>This module's accounts of that person, the newest first; those with nothing on them may be among them.</summary>
    /// <param name="accountId">Who.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<LedgerAccount>> FindAsync(Guid accountId, CancellationToken cancellationToken);
}
