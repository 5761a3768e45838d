using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>SQLite: the transaction is the only writer, so looking first and writing after can not race.</summary>
internal sealed class SqliteBooks(IUnitOfWork unit, bool publishes) : Books(unit, publishes)
{
    private const string FindAccount = "SELECT id, balance, held, version FROM ledger_accounts WHERE code = @code AND asset = @asset";

    /// <summary>The commands of one call: each is made once, however many transfers run through it.</summary>
    private readonly Dictionary<string, DbCommand> prepared = [];

    public override async Task<Result<PostedTransfer>[]> PostAsync(IReadOnlyList<Posting> postings, CancellationToken cancellationToken)
    {
        var answers = new Result<PostedTransfer>[postings.Count];
        try
        {
            for (var place = 0; place < postings.Count; place++)
            {
                answers[place] = await PostAsync(postings[place], cancellationToken);
            }

            return answers;
        }
        finally
        {
            foreach (var command in prepared.Values)
            {
                await command.DisposeAsync();
            }

            prepared.Clear();
        }
    }

    public override async Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        var (request, placedAt) = reservation;
        await using var find = Command(FindAccount, ("code", request.Account.Code), ("asset", request.Asset));
        var account = await ReadAsync(find, new Entry(request.Account, request.Amount, request.Asset), cancellationToken);
        await using var known = Command(
            "SELECT account_id IS @account AND amount = @amount AND reference = @reference AND expires_at IS @expires FROM ledger_holds WHERE id = @id",
            ("id", request.HoldId.Value), ("account", account.Id), ("amount", request.Amount), ("reference", request.Reference),
            ("expires", request.ExpiresAt?.UtcDateTime));
        if (await known.ExecuteScalarAsync(cancellationToken) is long same)
        {
            return same == 1 ? new HoldPlaced(request.HoldId, account.Balance - account.Held) : LedgerErrors.KeyReused;
        }

        if (account.Id is null || account.Balance - account.Held - request.Amount < FloorOf(request.Account))
        {
            return Insufficient(request.Account.Code, request.Asset, account.Balance - account.Held, request.Amount);
        }

        await using var reserve = Command(
            "UPDATE ledger_accounts SET held = held + @amount WHERE id = @account", ("amount", request.Amount), ("account", account.Id));
        await reserve.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = Command(
            """
            INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at, expires_at)
            VALUES (@id, @account, @amount, 0, 0, @reference, @placed, @expires)
            """,
            ("id", request.HoldId.Value), ("account", account.Id), ("amount", request.Amount), ("reference", request.Reference),
            ("placed", placedAt.UtcDateTime), ("expires", request.ExpiresAt?.UtcDateTime));
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return new HoldPlaced(request.HoldId, account.Balance - account.Held - request.Amount);
    }

    public override async Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken)
    {
        long account, amount;
        await using (var find = Command("SELECT account_id, amount, state FROM ledger_holds WHERE id = @id", ("id", holdId.Value)))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return LedgerErrors.HoldNotFound;
            }

            if ((HoldState)reader.GetInt32(2) is not HoldState.Open and var state)
            {
                return Released(state);
            }

            (account, amount) = (reader.GetInt64(0), reader.GetInt64(1));
        }

        await using var release = Command("UPDATE ledger_holds SET state = 2 WHERE id = @id", ("id", holdId.Value));
        await release.ExecuteNonQueryAsync(cancellationToken);
        await using var free = Command("UPDATE ledger_accounts SET held = held - @amount WHERE id = @account", ("amount", amount), ("account", account));
        await free.ExecuteNonQueryAsync(cancellationToken);
        return Result.Success;
    }

    private async Task<Result<PostedTransfer>> PostAsync(Posting posting, CancellationToken cancellationToken)
    {
        if (await FindAsync(posting, cancellationToken) is { } before)
        {
            return before;
        }

        if (await FindReversalAsync(posting, cancellationToken) is { } reversed)
        {
            return reversed;
        }

        var sides = new List<Side>(posting.Transfer.Entries.Count);
        foreach (var entry in posting.Transfer.Entries)
        {
            sides.Add(await ReadAsync(Prepared(FindAccount, ("code", entry.Account.Code), ("asset", entry.Asset)), entry, cancellationToken));
        }

        var hold = await TakeHoldAsync(posting, sides, cancellationToken);
        if (hold.Error is not null)
        {
            return hold.Error;
        }

        foreach (var side in sides)
        {
            if (Int128.Abs((Int128)side.Balance + side.Entry.Amount) > LedgerLimits.LargestBalance)
            {
                return LedgerErrors.AmountOutOfRange.With("account", side.Entry.Account.Code);
            }

            if (side.Entry.Amount < 0 && side.Available + side.Entry.Amount < FloorOf(side.Entry.Account))
            {
                return Insufficient(side.Entry.Account.Code, side.Entry.Asset, side.Available, -side.Entry.Amount);
            }
        }

        return await WriteAsync(posting, sides, hold.Value, cancellationToken);
    }

    private async Task<Result<PostedTransfer>?> FindAsync(Posting posting, CancellationToken cancellationToken)
    {
        var command = Prepared("SELECT id, request_hash FROM ledger_journal WHERE key = @key", ("key", posting.Transfer.Key));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(posting.RequestHash)
            ? new PostedTransfer(reader.GetInt64(0))
            : LedgerErrors.KeyReused;
    }

    private async Task<Error?> FindReversalAsync(Posting posting, CancellationToken cancellationToken)
    {
        if (posting.Reverses is null)
        {
            return null;
        }

        var command = Prepared("SELECT id FROM ledger_journal WHERE reverses = @reverses", ("reverses", posting.Reverses));
        return await command.ExecuteScalarAsync(cancellationToken) is long reversal ? LedgerErrors.AlreadyReversed.With("by", reversal) : null;
    }

    private static async Task<Side> ReadAsync(DbCommand find, Entry entry, CancellationToken cancellationToken)
    {
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Side(entry, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))
            : new Side(entry, null, 0, 0, 0);
    }

    /// <summary>Checks the hold to capture, and frees its amount on the side it belongs to.</summary>
    /// <returns>How much of it is captured; 0 where there is no hold.</returns>
    private async Task<Result<long>> TakeHoldAsync(Posting posting, List<Side> sides, CancellationToken cancellationToken)
    {
        if (posting.Transfer.Captures is not { } holdId)
        {
            return 0L;
        }

        var command = Prepared("SELECT account_id, amount, state, expires_at FROM ledger_holds WHERE id = @id", ("id", holdId.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return LedgerErrors.HoldNotFound;
        }

        var (accountId, amount, state) = (reader.GetInt64(0), reader.GetInt64(1), (HoldState)reader.GetInt32(2));
        if (state != HoldState.Open || (!reader.IsDBNull(3) && reader.GetDateTime(3) <= posting.PostedAt.UtcDateTime))
        {
            return NotOpen(state);
        }

        var index = sides.FindIndex(side => side.Id == accountId);
        if (index < 0 || sides[index].Entry.Amount >= 0 || -sides[index].Entry.Amount > amount)
        {
            return LedgerErrors.HoldTooSmall;
        }

        sides[index] = sides[index] with { Freed = amount };
        return -sides[index].Entry.Amount;
    }

    private async Task<Result<PostedTransfer>> WriteAsync(Posting posting, List<Side> sides, long captured, CancellationToken cancellationToken)
    {
        var transfer = posting.Transfer;
        var journal = Prepared(
            """
            INSERT INTO ledger_journal (key, request_hash, kind, reference, posted_at, reverses)
            VALUES (@key, @hash, @kind, @reference, @at, @reverses) RETURNING id
            """,
            ("key", transfer.Key), ("hash", posting.RequestHash), ("kind", transfer.Kind), ("reference", transfer.Reference),
            ("at", posting.PostedAt.UtcDateTime), ("reverses", posting.Reverses));
        var journalId = (long)(await journal.ExecuteScalarAsync(cancellationToken))!;

        if (transfer.Captures is { } holdId)
        {
            var capture = Prepared(
                "UPDATE ledger_holds SET state = 1, captured = @captured WHERE id = @id", ("captured", captured), ("id", holdId.Value));
            await capture.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var side in sides)
        {
            await WriteAsync(side, journalId, cancellationToken);
        }

        return Posted(posting, journalId);
    }

    private async Task WriteAsync(Side side, long journalId, CancellationToken cancellationToken)
    {
        var (entry, balance, version) = (side.Entry, checked(side.Balance + side.Entry.Amount), side.Version + 1);
        if (side.Id is not { } accountId)
        {
            var begin = Prepared(
                """
                INSERT INTO ledger_accounts (code, asset, balance, held, floor, version)
                VALUES (@code, @asset, @balance, 0, @floor, @version) RETURNING id
                """,
                ("code", entry.Account.Code), ("asset", entry.Asset), ("balance", balance), ("floor", FloorOf(entry.Account)), ("version", version));
            accountId = (long)(await begin.ExecuteScalarAsync(cancellationToken))!;
        }
        else
        {
            // It was looked at before; the database decides all the same.
            var change = Prepared(
                """
                UPDATE ledger_accounts SET balance = balance + @amount, held = held - @freed, version = version + 1
                WHERE id = @id AND version = @version - 1 AND (@amount > 0 OR balance - held + @freed + @amount >= floor)
                RETURNING balance
                """,
                ("amount", entry.Amount), ("freed", side.Freed), ("version", version), ("id", accountId));
            if (await change.ExecuteScalarAsync(cancellationToken) is not long after || after != balance)
            {
                throw new InvalidOperationException($"The account {entry.Account} is not what it was a statement ago: somebody writes beside the transaction.");
            }
        }

        var history = Prepared(
            """
            INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
            VALUES (@account, @version, @journal, @amount, @balance)
            """,
            ("account", accountId), ("version", version), ("journal", journalId), ("amount", entry.Amount), ("balance", balance));
        await history.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Prepared(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            return prepared[sql] = Command(sql, parameters);
        }

        for (var place = 0; place < parameters.Length; place++)
        {
            command.Parameters[place].Value = parameters[place].Value ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>An entry with the row it meets; no id where the account is new.</summary>
    private sealed record Side(Entry Entry, long? Id, long Balance, long Held, long Version)
    {
        /// <summary>What the hold to capture reserves no longer.</summary>
        public long Freed { get; init; }

        public long Available => Balance - Held + Freed;
    }
}
