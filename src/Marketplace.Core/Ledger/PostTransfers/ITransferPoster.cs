using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// Posts transfers that stand alone. Those of many callers share a transaction (up to 256), which makes one busy account the fastest case and
/// gives SQLite its one writer. A singleton: needs no scope and joins no transaction.
/// </summary>
public interface ITransferPoster
{
    /// <summary>
    /// Completes after the commit. Where it throws, the database may or may not have taken the transfer: post it again under the same key.
    /// </summary>
    /// <param name="transfer">What moves.</param>
    /// <param name="cancellationToken">Leaves the queue while it is full. A transfer that was taken in is posted.</param>
    /// <returns>Errors: those of <see cref="LedgerErrors"/>.</returns>
    Task<Result<PostedTransfer>> PostAsync(Transfer transfer, CancellationToken cancellationToken = default);
}
