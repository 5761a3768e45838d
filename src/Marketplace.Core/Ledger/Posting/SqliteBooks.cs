using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>SQLite: the transaction is the only writer, so looking first and writing after can not race.</summary>
internal sealed class SqliteBooks(IUnitOfWork unit) : Books(unit)
{
    protected override string ForUpdate => string.Empty;

    public override async Task<Result<PostedTransfer>> PostAsync(Posting posting, CancellationToken cancellationToken)
    {
        if (await FindAsync(posting, cancellationToken) is { } before)
        {
            return before;
        }

        var sides = new List<Side>(posting.Transfer.Entries.Count);
        foreach (var entry in posting.Transfer.Entries)
        {
            sides.Add(await ReadAsync(entry, cancellationToken));
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

            if (side.Entry.Amount < 0 && side.Balance - side.Held + side.Entry.Amount < FloorOf(side.Entry.Account))
            {
                return Insufficient(side.Entry.Account.Code, side.Entry.Asset, side.Balance - side.Held, -side.Entry.Amount);
            }
        }

        return await WriteAsync(posting, sides, hold.Value, cancellationToken);
    }

    private async Task<Result<PostedTransfer>?> FindAsync(Posting posting, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT id, request_hash FROM ledger_journal WHERE key = @key", ("key", posting.Transfer.Key));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(posting.RequestHash)
            ? new PostedTransfer(reader.GetInt64(0))
            : LedgerErrors.KeyReused;
    }

    private async Task<Side> ReadAsync(Entry entry, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "SELECT id, balance, held, version FROM ledger_accounts WHERE code = @code AND asset = @asset",
            ("code", entry.Account.Code), ("asset", entry.Asset));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Side(entry, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))
            : new Side(entry, null, 0, 0, 0);
    }

    /// <summary>Checks the hold to capture, and frees its amount on the side it belongs to.</summary>
    /// <returns>How much of it is captured; 0 where there is no hold.</returns>
    private async Task<Result<long>> TakeHoldAsync(Posting posting, List<Side> sides, CancellationToken cancellationToken)
    {
        if (posting.Capture is not { } holdId)
        {
            return 0L;
        }

        await using var command = Command("SELECT account_id, amount, state, expires_at FROM ledger_holds WHERE id = @id", ("id", holdId.Value));
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

        sides[index] = sides[index] with { Held = sides[index].Held - amount };
        return -sides[index].Entry.Amount;
    }

    private async Task<Result<PostedTransfer>> WriteAsync(Posting posting, List<Side> sides, long captured, CancellationToken cancellationToken)
    {
        var transfer = posting.Transfer;
        await using var journal = Command(
            """
            INSERT INTO ledger_journal (key, request_hash, kind, reference, posted_at)
            VALUES (@key, @hash, @kind, @reference, @at) RETURNING id
            """,
            ("key", transfer.Key), ("hash", posting.RequestHash), ("kind", transfer.Kind), ("reference", transfer.Reference),
            ("at", posting.PostedAt.UtcDateTime));
        var journalId = (long)(await journal.ExecuteScalarAsync(cancellationToken))!;

        if (posting.Capture is { } holdId)
        {
            await using var capture = Command(
                "UPDATE ledger_holds SET state = 1, captured = @captured WHERE id = @id", ("captured", captured), ("id", holdId.Value));
            await capture.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var side in sides)
        {
            var (balance, version) = (checked(side.Balance + side.Entry.Amount), side.Version + 1);
            await using var account = Command(
                """
                INSERT INTO ledger_accounts (code, asset, balance, held, floor, version)
                VALUES (@code, @asset, @balance, @held, @floor, @version)
                ON CONFLICT (code, asset) DO UPDATE SET balance = @balance, held = @held, version = @version
                RETURNING id
                """,
                ("code", side.Entry.Account.Code), ("asset", side.Entry.Asset), ("balance", balance), ("held", side.Held),
                ("floor", FloorOf(side.Entry.Account)), ("version", version));
            var accountId = (long)(await account.ExecuteScalarAsync(cancellationToken))!;
            await using var entry = Command(
                """
                INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
                VALUES (@account, @version, @journal, @amount, @balance)
                """,
                ("account", accountId), ("version", version), ("journal", journalId), ("amount", side.Entry.Amount), ("balance", balance));
            await entry.ExecuteNonQueryAsync(cancellationToken);
        }

        return new PostedTransfer(journalId);
    }

    /// <summary>An entry with the row it meets; no id where the account is new.</summary>
    private sealed record Side(Entry Entry, long? Id, long Balance, long Held, long Version);
}
