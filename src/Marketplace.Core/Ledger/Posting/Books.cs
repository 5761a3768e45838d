using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>What both engines do with the same statements: holds. How a transfer is posted is each engine's own.</summary>
internal abstract class Books(IUnitOfWork unit) : IBooks
{
    public abstract Task<Result<PostedTransfer>> PostAsync(Posting posting, CancellationToken cancellationToken);

    /// <summary>What locks a row that was just read, where rows can be locked.</summary>
    protected abstract string ForUpdate { get; }

    public async Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        var (request, placedAt) = reservation;
        await using (var known = Command("SELECT amount FROM ledger_holds WHERE id = @id", ("id", request.HoldId.Value)))
        {
            if (await known.ExecuteScalarAsync(cancellationToken) is long amount)
            {
                return amount == request.Amount
                    ? new HoldPlaced(request.HoldId, await AvailableAsync(request, cancellationToken))
                    : LedgerErrors.KeyReused;
            }
        }

        // The condition and the change are one statement: no two reservations can both see the same money.
        await using var reserve = Command(
            """
            UPDATE ledger_accounts SET held = held + @amount
            WHERE code = @code AND asset = @asset AND balance - held - @amount >= floor
            RETURNING id, balance - held
            """,
            ("amount", request.Amount), ("code", request.Account.Code), ("asset", request.Asset));
        long accountId, availableAfter;
        await using (var reader = await reserve.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                await reader.CloseAsync();
                return Insufficient(request.Account.Code, request.Asset, await AvailableAsync(request, cancellationToken), request.Amount);
            }

            (accountId, availableAfter) = (reader.GetInt64(0), reader.GetInt64(1));
        }

        await using var insert = Command(
            """
            INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at, expires_at)
            VALUES (@id, @account, @amount, 0, 0, @reference, @placed, @expires)
            """,
            ("id", request.HoldId.Value), ("account", accountId), ("amount", request.Amount), ("reference", request.Reference),
            ("placed", placedAt.UtcDateTime), ("expires", request.ExpiresAt?.UtcDateTime));
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return new HoldPlaced(request.HoldId, availableAfter);
    }

    public async Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken)
    {
        // The account before the hold, as a capture does: two orders would be a deadlock.
        await using var account = Command(
            $"SELECT id FROM ledger_accounts WHERE id = (SELECT account_id FROM ledger_holds WHERE id = @id){ForUpdate}", ("id", holdId.Value));
        if (await account.ExecuteScalarAsync(cancellationToken) is not long accountId)
        {
            return LedgerErrors.HoldNotFound;
        }

        await using var release = Command(
            "UPDATE ledger_holds SET state = 2 WHERE id = @id AND state = 0 RETURNING amount", ("id", holdId.Value));
        if (await release.ExecuteScalarAsync(cancellationToken) is not long amount)
        {
            await using var state = Command("SELECT state FROM ledger_holds WHERE id = @id", ("id", holdId.Value));
            return (HoldState)Convert.ToInt32(await state.ExecuteScalarAsync(cancellationToken), null) == HoldState.Released
                ? Result.Success
                : NotOpen(HoldState.Captured);
        }

        await using var free = Command("UPDATE ledger_accounts SET held = held - @amount WHERE id = @id", ("amount", amount), ("id", accountId));
        await free.ExecuteNonQueryAsync(cancellationToken);
        return Result.Success;
    }

    protected static Error Insufficient(string account, string asset, long available, long needed) => LedgerErrors.InsufficientFunds
        .With("account", account).With("asset", asset).With("available", available).With("needed", needed);

    protected static long FloorOf(LedgerAccount account) => account.AllowsOverdraft ? -LedgerLimits.LargestBalance : 0;

    protected static Error NotOpen(HoldState state) =>
        LedgerErrors.HoldNotOpen.With("state", state == HoldState.Open ? "expired" : state.ToString().ToLowerInvariant());

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

    private async Task<long> AvailableAsync(PlaceHold request, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "SELECT balance - held FROM ledger_accounts WHERE code = @code AND asset = @asset", ("code", request.Account.Code), ("asset", request.Asset));
        return await command.ExecuteScalarAsync(cancellationToken) is long available ? available : 0;
    }
}
