using System.Data.Common;
using Marketplace.Kernel;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Marketplace.Persistence.Pipeline;

/// <summary>The current transaction, as seen from inside a command.</summary>
public interface IUnitOfWork
{
    /// <summary>The context's own connection, inside the transaction: for the statements that EF can not say.</summary>
    DbConnection Connection { get; }

    /// <summary>The transaction that raw commands must name.</summary>
    DbTransaction Transaction { get; }

    /// <summary>True inside a command; false where a request was sent from outside any.</summary>
    bool InTransaction { get; }

    /// <summary>Tells a domain event: its handlers run before this transaction commits.</summary>
    /// <param name="domainEvent">The fact.</param>
    void Raise(IDomainEvent domainEvent);

    /// <summary>Writes an integration event to the outbox with this transaction.</summary>
    /// <param name="integrationEvent">The fact.</param>
    void Publish(IIntegrationEvent integrationEvent);

    /// <summary>Runs after the commit and not at all where there is none. It must not fail: waking a worker is the use.</summary>
    /// <param name="action">The action.</param>
    void AfterCommit(Action action);
}

/// <summary>
/// Transaction, retry, domain events, outbox, one save, commit. A command sent from within another joins its transaction; where
/// it fails, a savepoint takes back what it wrote, and the outer one decides what to do with the error.
/// </summary>
internal sealed class UnitOfWork(
    MarketplaceDbContext db,
    IDatabaseEngine engine,
    Outbox.OutboxWriter outbox,
    IPublisher publisher,
    WorkSignals signals,
    TimeProvider time,
    ILogger<UnitOfWork> logger) : IUnitOfWork
{
    private const int MaximumAttempts = 8;
    private readonly Queue<IDomainEvent> events = new();
    private readonly List<Action> afterCommit = [];
    private IDbContextTransaction? transaction;
    private int savepoints;
    private bool committing;

    public DbConnection Connection => db.Database.GetDbConnection();

    public DbTransaction Transaction => Current.GetDbTransaction();

    public bool InTransaction => transaction is not null;

    private IDbContextTransaction Current =>
        transaction ?? throw new InvalidOperationException("There is no transaction: send a command, or call UnitOfWork.RunAsync.");

    public void Raise(IDomainEvent domainEvent) => events.Enqueue(domainEvent);

    public void Publish(IIntegrationEvent integrationEvent)
    {
        outbox.Add(integrationEvent);
        afterCommit.Add(() => signals.Wake(Outbox.OutboxDispatcher.WorkName));
    }

    public void AfterCommit(Action action) => afterCommit.Add(action);

    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, bool leavesNothingOnFailure, CancellationToken cancellationToken)
        where TResult : IResult => transaction is null
            ? RunOutermostAsync(work, cancellationToken)
            : RunNestedAsync(work, leavesNothingOnFailure, cancellationToken);

    private async Task<TResult> RunOutermostAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
        where TResult : IResult
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(work, cancellationToken);
            }
            catch (Exception exception) when (attempt < MaximumAttempts && engine.IsTransient(exception, committing))
            {
                logger.LogDebug("Attempt {Attempt} met {Reason}; trying again", attempt, exception.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 << attempt)), time, cancellationToken);
            }
        }
    }

    private async Task<TResult> AttemptAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
        where TResult : IResult
    {
        Reset();
        committing = false;
        using var turn = await engine.EnterWriteAsync(cancellationToken);
        transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var result = await work();
            if (result.Error is not null)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                return result;
            }

            await FlushAsync(cancellationToken);
            committing = true;
            // Past this line a cancellation could leave the caller unsure of what happened.
            await transaction.CommitAsync(CancellationToken.None);
            afterCommit.ForEach(action => action());
            return result;
        }
        finally
        {
            await transaction.DisposeAsync();
            transaction = null;
            Reset();
        }
    }

    private async Task<TResult> RunNestedAsync<TResult>(Func<Task<TResult>> work, bool leavesNothingOnFailure, CancellationToken cancellationToken)
        where TResult : IResult
    {
        if (leavesNothingOnFailure)
        {
            return await work();
        }

        await db.SaveChangesAsync(cancellationToken);
        var savepoint = $"nested_{++savepoints}";
        await Current.CreateSavepointAsync(savepoint, cancellationToken);
        var loaded = db.ChangeTracker.Entries().Select(entry => (entry.Entity, Values: entry.CurrentValues.Clone())).ToList();
        var told = (Events: events.ToArray(), Actions: afterCommit.Count);
        var result = await work();
        if (result.Error is null)
        {
            return result;
        }

        await Current.RollbackToSavepointAsync(savepoint, cancellationToken);
        Restore(loaded);
        events.Clear();
        Array.ForEach(told.Events, events.Enqueue);
        afterCommit.RemoveRange(told.Actions, afterCommit.Count - told.Actions);
        return result;
    }

    /// <summary>The context as it was: the outer command may hold the same instances and go on with them.</summary>
    private void Restore(IReadOnlyCollection<(object Entity, PropertyValues Values)> loaded)
    {
        var known = loaded.Select(row => row.Entity).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => !known.Contains(entry.Entity)).ToArray())
        {
            entry.State = EntityState.Detached;
        }

        foreach (var (entity, values) in loaded)
        {
            var entry = db.Entry(entity);
            // What the failed command deleted and saved has left the context.
            entry.State = EntityState.Unchanged;
            entry.CurrentValues.SetValues(values);
            entry.OriginalValues.SetValues(values);
            entry.State = EntityState.Unchanged;
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        while (events.TryDequeue(out var domainEvent))
        {
            await publisher.Publish(domainEvent, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private void Reset()
    {
        db.ChangeTracker.Clear();
        events.Clear();
        afterCommit.Clear();
    }
}
