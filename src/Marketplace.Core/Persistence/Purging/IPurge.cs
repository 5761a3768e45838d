namespace Marketplace.Persistence.Purging;

/// <summary>
/// Rows of a module that nobody needs after a while. The container collects these; <see cref="PurgeWork"/> calls them one after the other, now and then, each time in a transaction of its own.
/// What money depends on is never among them: a key that keeps something from being paid twice, the books, what was signed.
/// </summary>
public interface IPurge
{
    /// <summary>For the log: <c>campaigns.endings</c>. Those of the same module run in the order of their names.</summary>
    string Name { get; }

    /// <summary>Deletes some of what is due, inside the transaction at hand.</summary>
    /// <param name="most">At most so many rows: on SQLite everybody else who writes waits meanwhile.</param>
    /// <param name="cancellationToken">Ends it; nothing is deleted then.</param>
    /// <returns>How many rows are gone; fewer than asked where there are no more.</returns>
    Task<int> PurgeAsync(int most, CancellationToken cancellationToken);
}
