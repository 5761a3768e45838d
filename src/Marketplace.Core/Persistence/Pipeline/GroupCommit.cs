using System.Threading.Channels;

namespace Marketplace.Persistence.Pipeline;

/// <summary>
/// Puts the small writes of many into one transaction: whoever waits while a commit is under way shares the next one. A database that
/// syncs every commit to the disk then serves a thousand people at once with a few dozen commits.
/// </summary>
/// <typeparam name="TItem">What one caller wants written.</typeparam>
/// <param name="largestGroup">How many items share a transaction at most.</param>
/// <param name="commit">Writes a group in one transaction and returns after its commit; where it throws, nothing of the group was written.</param>
/// <param name="room">How many items may wait; past it callers wait before they are taken in, so that memory does not grow.</param>
public sealed class GroupCommit<TItem>(int largestGroup, Func<CommitGroup<TItem>, Task> commit, int room = 16_384)
{
    private readonly Channel<CommitGroup<TItem>.Place> waiting = Channel.CreateBounded<CommitGroup<TItem>.Place>(room);
    private int leading;

    /// <summary>Completes after the commit: true, or false where the group refused this item.</summary>
    /// <param name="item">What to write.</param>
    /// <param name="cancellationToken">Leaves while there is no room yet. An item that was taken in is written.</param>
    public async Task<bool> AddAsync(TItem item, CancellationToken cancellationToken = default)
    {
        var place = new CommitGroup<TItem>.Place(item);
        await waiting.Writer.WriteAsync(place, cancellationToken);
        if (Interlocked.CompareExchange(ref leading, 1, 0) == 0)
        {
            _ = Task.Run(LeadAsync, CancellationToken.None);
        }

        return await place.Done.Task;
    }

    private async Task LeadAsync()
    {
        do
        {
            while (waiting.Reader.TryPeek(out _))
            {
                var group = new CommitGroup<TItem>(waiting.Reader, largestGroup);
                try
                {
                    await commit(group);
                    group.Settle();
                }
                catch (Exception exception)
                {
                    group.Fail(exception);
                }
            }

            Volatile.Write(ref leading, 0);
        }
        while (waiting.Reader.TryPeek(out _) && Interlocked.CompareExchange(ref leading, 1, 0) == 0);
    }
}

/// <summary>The items of one transaction.</summary>
/// <typeparam name="TItem">What one caller wants written.</typeparam>
public sealed class CommitGroup<TItem>
{
    private readonly ChannelReader<Place> waiting;
    private readonly int most;
    private readonly List<Place> places = [];
    private readonly HashSet<int> refused = [];

    internal CommitGroup(ChannelReader<Place> waiting, int most)
    {
        this.waiting = waiting;
        this.most = most;
        Fill();
    }

    /// <summary>
    /// The items, and those that came while the transaction waited for its turn to write. Called at the start of every attempt.
    /// </summary>
    public IReadOnlyList<TItem> Fill()
    {
        refused.Clear();
        while (places.Count < most && waiting.TryRead(out var place))
        {
            places.Add(place);
        }

        return [.. places.Select(place => place.Item)];
    }

    /// <summary>Takes this item's writer back to the start; the others are committed.</summary>
    /// <param name="index">The item's place in what <see cref="Fill"/> answered.</param>
    public void Refuse(int index) => refused.Add(index);

    internal void Settle()
    {
        for (var index = 0; index < places.Count; index++)
        {
            places[index].Done.SetResult(!refused.Contains(index));
        }
    }

    internal void Fail(Exception exception) => places.ForEach(place => place.Done.SetException(exception));

    internal sealed record Place(TItem Item)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
