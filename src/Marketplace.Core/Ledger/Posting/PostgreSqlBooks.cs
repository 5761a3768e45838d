using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>PostgreSQL: a whole transfer is one call of the function <c>ledger_post</c>, one round trip.</summary>
internal sealed class PostgreSqlBooks(IUnitOfWork unit) : Books(unit)
{
    protected override string ForUpdate => " FOR UPDATE";

    public override async Task<Result<PostedTransfer>> PostAsync(Posting posting, CancellationToken cancellationToken)
    {
        var transfer = posting.Transfer;
        await using var command = Command(
            """
            SELECT outcome, transfer_id, short_account, short_asset, short_available, short_needed
            FROM ledger_post(@key, @hash, @kind, @reference, @at, @codes, @assets, @amounts, @floors, @hold, @limit)
            """,
            ("key", transfer.Key),
            ("hash", posting.RequestHash),
            ("kind", transfer.Kind),
            ("reference", transfer.Reference),
            ("at", posting.PostedAt.UtcDateTime),
            ("codes", transfer.Entries.Select(entry => entry.Account.Code).ToArray()),
            ("assets", transfer.Entries.Select(entry => entry.Asset).ToArray()),
            ("amounts", transfer.Entries.Select(entry => entry.Amount).ToArray()),
            ("floors", transfer.Entries.Select(entry => FloorOf(entry.Account)).ToArray()),
            ("hold", posting.Capture?.Value),
            ("limit", LedgerLimits.LargestBalance));
        if (posting.Capture is null)
        {
            // A null has no type of its own, and the function wants one.
            command.Parameters["hold"].DbType = System.Data.DbType.Guid;
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0) switch
        {
            0 or 1 => new PostedTransfer(reader.GetInt64(1)),
            2 => LedgerErrors.KeyReused,
            3 => Insufficient(reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5)),
            4 => LedgerErrors.HoldNotFound,
            5 => NotOpen((HoldState)reader.GetInt64(4)),
            6 => LedgerErrors.HoldTooSmall,
            7 => LedgerErrors.AmountOutOfRange.With("account", reader.GetString(2)),
            var outcome => throw new InvalidOperationException($"ledger_post answered {outcome}."),
        };
    }
}
