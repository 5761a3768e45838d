using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>What both engines' books share: how a statement is made and how a refusal is said.</summary>
internal abstract class Books(IUnitOfWork unit, bool publishes) : IBooks
{
    public abstract Task<Result<PostedTransfer>[]> PostAsync(IReadOnlyList<Posting> postings, CancellationToken cancellationToken);

    public abstract Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken);

    public abstract Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken);

    /// <summary>What is answered for a transfer that is in the books from now on, told to whoever listens.</summary>
    protected PostedTransfer Posted(Posting posting, long id)
    {
        if (publishes)
        {
            var transfer = posting.Transfer;
            unit.Publish(new TransferPosted(id, transfer.Key, transfer.Kind, transfer.Reference, transfer.Entries, posting.PostedAt));
        }

        return new PostedTransfer(id);
    }

    protected static Error Insufficient(string account, string asset, long available, long needed) => LedgerErrors.InsufficientFunds
        .With("account", account).With("asset", asset).With("available", available).With("needed", needed);

    protected static long FloorOf(LedgerAccount account) => account.AllowsOverdraft ? LedgerLimits.FloorOfOverdraft : 0;

    protected static Error NotOpen(HoldState state) =>
        LedgerErrors.HoldNotOpen.With("state", state == HoldState.Open ? "expired" : state.ToString().ToLowerInvariant());

    protected static Result Released(HoldState before) => before == HoldState.Captured ? NotOpen(before) : Result.Success;

    protected DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = unit.Connection.CreateCommand();
        command.Transaction = unit.Transaction;
#pragma warning disable CA2100 // Every text is a constant of this module; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
