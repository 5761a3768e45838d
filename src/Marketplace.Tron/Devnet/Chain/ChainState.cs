using System.Numerics;

namespace Marketplace.Tron.Devnet;

/// <summary>The chain's state, with a journal of what each block overwrote: that undoes a block, and shows the state at an earlier height.</summary>
internal sealed class ChainState
{
    private readonly Dictionary<StateKey, object> values = [];
    private Dictionary<StateKey, object?> journal = [];

    internal DevAccount? Account(TronAddress address) => (DevAccount?)values.GetValueOrDefault(StateKey.Account(address));

    internal BigInteger Number(StateKey key) => values.GetValueOrDefault(key) is BigInteger number ? number : BigInteger.Zero;

    internal bool Contains(StateKey key) => values.ContainsKey(key);

    internal object? Get(StateKey key) => values.GetValueOrDefault(key);

    internal void Set(TronAddress address, DevAccount account) => Set(StateKey.Account(address), account);

    internal void Set(StateKey key, object? value)
    {
        journal.TryAdd(key, values.GetValueOrDefault(key));
        if (value is null)
        {
            values.Remove(key);
        }
        else
        {
            values[key] = value;
        }
    }

    /// <summary>Ends a unit: returns what it overwrote, and starts the next.</summary>
    internal Dictionary<StateKey, object?> Cut()
    {
        var cut = journal;
        journal = [];
        return cut;
    }

    /// <summary>Takes back what was written since <see cref="Cut"/>.</summary>
    internal void Rollback() => Undo(Cut());

    internal void Undo(Dictionary<StateKey, object?> overwritten)
    {
        foreach (var (key, value) in overwritten)
        {
            if (value is null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }
    }

    /// <summary>Runs a unit that takes back everything it wrote unless it succeeds; what stood in the journal before stays.</summary>
    internal T Attempt<T>(Func<T> unit, Func<T, bool> keep)
    {
        var outer = journal;
        journal = [];
        var result = unit();
        var inner = Cut();
        journal = outer;
        if (!keep(result))
        {
            Undo(inner);
            return result;
        }

        foreach (var (key, value) in inner)
        {
            journal.TryAdd(key, value);
        }

        return result;
    }

    /// <summary>A value as it was before the unsealed journal.</summary>
    internal bool TryJournal(StateKey key, out object? value) => journal.TryGetValue(key, out value);
}

/// <summary>An account's row. Immutable, so that a journal can keep the old one.</summary>
/// <param name="BalanceSun">In sun.</param>
/// <param name="CreatedMs">The time of the block before the one that activated it.</param>
/// <param name="FreeNetUsage">Free bandwidth used, as of <paramref name="FreeNetTimeMs"/>.</param>
/// <param name="FreeNetTimeMs">When it was last used.</param>
/// <param name="LastOperationMs">When it last sent something.</param>
/// <param name="IsContract">True for a token.</param>
internal sealed record DevAccount(
    long BalanceSun, long CreatedMs, long FreeNetUsage = 0, long FreeNetTimeMs = 0, long LastOperationMs = 0, bool IsContract = false)
{
    private const long RecoveryMs = 24 * 60 * 60 * 1000;

    /// <summary>Free bandwidth recovers evenly over 24 hours.</summary>
    internal long FreeNetUsedAt(long nowMs) =>
        Math.Max(0, FreeNetUsage - (long)(FreeNetUsage * (Int128)Math.Clamp(nowMs - FreeNetTimeMs, 0, RecoveryMs) / RecoveryMs));
}
