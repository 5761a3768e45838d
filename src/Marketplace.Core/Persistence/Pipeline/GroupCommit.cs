using System.Data.Common;
using System.Threading.Channels;
using Marketplace.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Pipeline;

/// <summary>
/// Puts the small writes of many into one transaction: whoever waits while a commit is under way shares the next one. A database that
/// syncs every commit to the disk then serves a thousand people at once with a few dozen commits.
/// </summary>
/// <typeparam name="TItem">What one caller wants written.</typeparam>
/// <typeparam name="TAnswer">What he is told when it is.</typeparam>
/// <param name="largestGroup">How many items share a transaction at most.</param>
/// <param name="commit">Writes a group in one transaction and returns after its commit, with an answer for each item of the last <see cref="CommitGroup{TItem}.Fill"/>; where
/// it throws, nothing of the group was written.</param>
/// <param name="room">How many items may wait; past it callers wait before they are taken in, so that memory does not grow.</param>
public sealed class GroupCommit<TItem, TAnswer>(int largestGroup, Func<CommitGroup<TItem>, Task<IReadOnlyList<TAnswer>>> commit, int room = 16_384)
{
    private readonly Channel<Place> waiting = Channel.CreateBounded<Place>(room);
    private int leading;

    /// <summary>Groups that are written by a command each, in a scope of its own.</summary>
    /// <param name="scopes">Where scopes are made.</param>
    /// <param name="largestGroup">How many items share a transaction at most.</param>
    /// <param name="command">The command that writes a group.</param>
    /// <param name="room">How many items may wait.</param>
    public GroupCommit(IServiceScopeFactory scopes, int largestGroup, Func<CommitGroup<TItem>, ICommand<IReadOnlyList<TAnswer>>> command, int room = 16_384)
        : this(largestGroup, group => SendAsync(scopes, command(group)), room)
    {
    }

    /// <summary>
    /// Completes after the commit. Where the database takes offence at one item, the group is taken apart and the others are written all the same.
    /// </summary>
    /// <param name="item">What to write.</param>
    /// <param name="cancellationToken">Leaves while there is no room yet. An item that was taken in is written.</param>
    public async Task<TAnswer> AddAsync(TItem item, CancellationToken cancellationToken = default)
    {
        var place = new Place(item);
        await waiting.Writer.WriteAsync(place, cancellationToken);
        if (Interlocked.CompareExchange(ref leading, 1, 0) == 0)
        {
            _ = Task.Run(LeadAsync, CancellationToken.None);
        }

        return await place.Done.Task;
    }

    private static async Task<IReadOnlyList<TAnswer>> SendAsync(IServiceScopeFactory scopes, ICommand<IReadOnlyList<TAnswer>> command)
    {
        await using var scope = scopes.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ISender>().Send(command)).Require();
    }

    private async Task LeadAsync()
    {
        do
        {
            while (waiting.Reader.TryPeek(out _))
            {
                await WriteAsync([]);
            }

            Volatile.Write(ref leading, 0);
        }
        while (waiting.Reader.TryPeek(out _) && Interlocked.CompareExchange(ref leading, 1, 0) == 0);
    }

    /// <param name="places">Whose turn it is; empty for those who wait.</param>
    private async Task WriteAsync(List<Place> places)
    {
        var alone = places.Count == 1;
        try
        {
            // Before anything can fail: who is not taken from the queue is not told either.
            Fill();
            var answers = await commit(new CommitGroup<TItem>(Fill));
            for (var index = 0; index < places.Count; index++)
            {
                places[index].Done.SetResult(answers[index]);
            }
        }
        catch (DbException exception) when (!exception.IsTransient && places.Count > 1)
        {
            foreach (var place in places)
            {
                await WriteAsync([place]);
            }
        }
        catch (Exception exception)
        {
            places.ForEach(place => place.Done.TrySetException(exception));
        }

        IReadOnlyList<TItem> Fill()
        {
            while (!alone && places.Count < largestGroup && waiting.Reader.TryRead(out var place))
            {
                places.Add(place);
            }

            return [.. places.Select(place => place.Item)];
        }
    }

    private sealed record Place(TItem Item)
    {
        public TaskCompletionSource<TAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The items of one transaction.</summary>
/// <typeparam name="TItem">What one caller wants written.</typeparam>
public sealed class CommitGroup<TItem>
{
    private readonly Func<IReadOnlyList<TItem>> fill;

    internal CommitGroup(Func<IReadOnlyList<TItem>> fill) => this.fill = fill;

    /// <summary>
    /// The items, and those that came while the transaction waited for its turn to write. Called at the start of every attempt.
    /// </summary>
    public IReadOnlyList<TItem> Fill() => fill();
}
