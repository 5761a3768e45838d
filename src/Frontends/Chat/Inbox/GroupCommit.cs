using System.Collections.Concurrent;

namespace Marketplace.Frontends.Inbox;

/// <summary>
/// Puts the small writes of many into one transaction: whoever waits while a commit is under way shares the next one. A database that
/// syncs every commit to the disk then serves a thousand people at once with a few dozen commits.
/// </summary>
internal sealed class GroupCommit<TItem>(int most, Func<CommitGroup<TItem>, Task> commit)
{
    private readonly ConcurrentQueue<CommitGroup<TItem>.Place> waiting = new();
    private int leading;

    /// <summary>Completes after the commit: true, or false where the group refused this item.</summary>
    public Task<bool> AddAsync(TItem item)
    {
        var place = new CommitGroup<TItem>.Place(item);
        waiting.Enqueue(place);
        if (Interlocked.CompareExchange(ref leading, 1, 0) == 0)
        {
            _ = Task.Run(LeadAsync);
        }

        return place.Done.Task;
    }

    private async Task LeadAsync()
    {
        do
        {
            while (!waiting.IsEmpty)
            {
                var group = new CommitGroup<TItem>(waiting, most);
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
        while (!waiting.IsEmpty && Interlocked.CompareExchange(ref leading, 1, 0) == 0);
    }
}

/// <summary>The items of one transaction.</summary>
internal sealed class CommitGroup<TItem>
{
    private readonly ConcurrentQueue<Place> waiting;
    private readonly int most;
    private readonly List<Place> places = [];
    private readonly HashSet<int> refused = [];

    public CommitGroup(ConcurrentQueue<Place> waiting, int most)
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
        while (places.Count < most && waiting.TryDequeue(out var place))
        {
            places.Add(place);
        }

        return [.. places.Select(place => place.Item)];
    }

    /// <summary>Takes this item's writer back to the start; the others are committed.</summary>
    public void Refuse(int index) => refused.Add(index);

    public void Settle()
    {
        for (var index = 0; index < places.Count; index++)
        {
            places[index].Done.SetResult(!refused.Contains(index));
        }
    }

    public void Fail(Exception exception) => places.ForEach(place => place.Done.SetException(exception));

    internal sealed record Place(TItem Item)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
