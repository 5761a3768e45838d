using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Ledger.Posting;

/// <summary>
/// PostgreSQL: any number of transfers is one call of the function <c>ledger_post</c>, one round trip. The commonest transfer, one from an account to another,
/// has a function of scalars (<c>ledger_post_pair</c>) that costs the server half of that.
/// </summary>
internal sealed class PostgreSqlBooks(IUnitOfWork unit, bool publishes) : Books(unit, publishes)
{
    public override async Task<Result<PostedTransfer>[]> PostAsync(IReadOnlyList<Posting> postings, CancellationToken cancellationToken)
    {
        if (postings is [var alone] && IsPair(alone))
        {
            return [await PostPairAsync(alone, cancellationToken)];
        }

        var answers = new List<Result<PostedTransfer>>(postings.Count);
        foreach (var call in Calls(postings))
        {
            answers.AddRange(await CallAsync(call, cancellationToken));
        }

        return [.. answers];
    }

    public override async Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        var (hold, placedAt) = reservation;
        await using var command = Command(
            "SELECT outcome, free FROM ledger_hold(@id, @code, @asset, @amount, @reference, @at, @expires::timestamptz)",
            ("id", hold.HoldId.Value), ("code", hold.Account.Code), ("asset", hold.Asset), ("amount", hold.Amount), ("reference", hold.Reference),
            ("at", placedAt.UtcDateTime), ("expires", hold.ExpiresAt?.UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0) switch
        {
            0 or 1 => new HoldPlaced(hold.HoldId, reader.GetInt64(1)),
            2 => LedgerErrors.KeyReused,
            3 => Insufficient(hold.Account.Code, hold.Asset, reader.GetInt64(1), hold.Amount),
            var outcome => throw new InvalidOperationException($"ledger_hold answered {outcome}."),
        };
    }

    public override async Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT ledger_release(@id)", ("id", holdId.Value));
        return await command.ExecuteScalarAsync(cancellationToken) is int state ? Released((HoldState)state) : LedgerErrors.HoldNotFound;
    }

    private static bool IsPair(Posting posting) =>
        posting is { Reverses: null, Transfer: { Captures: null, Entries: [{ Account.IsShared: false }, { Account.IsShared: false }] } };

    private async Task<Result<PostedTransfer>> PostPairAsync(Posting posting, CancellationToken cancellationToken)
    {
        var transfer = posting.Transfer;
        var secondFirst = PostingCall.ComesBefore(transfer.Entries[1], transfer.Entries[0]);
        var (first, second) = secondFirst ? (transfer.Entries[1], transfer.Entries[0]) : (transfer.Entries[0], transfer.Entries[1]);
        await using var command = Command(
            """
            SELECT outcome, posted, short, free, needed
            FROM ledger_post_pair(@at, @limit, @key, @hash, @kind, @reference, @second_first, @code1, @asset1, @floor1, @amount1, @code2, @asset2, @floor2, @amount2)
            """,
            ("at", posting.PostedAt.UtcDateTime), ("limit", LedgerLimits.LargestBalance), ("key", transfer.Key), ("hash", posting.RequestHash),
            ("kind", transfer.Kind), ("reference", transfer.Reference), ("second_first", secondFirst),
            ("code1", first.Account.Code), ("asset1", first.Asset), ("floor1", FloorOf(first.Account)), ("amount1", first.Amount),
            ("code2", second.Account.Code), ("asset2", second.Asset), ("floor2", FloorOf(second.Account)), ("amount2", second.Amount));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var outcome = reader.GetInt32(0);
        var side = outcome is 3 or 7 && reader.GetInt32(2) == 2 ? second : first;
        return outcome switch
        {
            0 => Posted(posting, reader.GetInt64(1)),
            1 => new PostedTransfer(reader.GetInt64(1)),
            2 => LedgerErrors.KeyReused,
            3 => Insufficient(side.Account.Code, side.Asset, reader.GetInt64(3), reader.GetInt64(4)),
            7 => LedgerErrors.AmountOutOfRange.With("account", side.Account.Code),
            _ => throw new InvalidOperationException($"ledger_post_pair answered {outcome}."),
        };
    }

    /// <summary>
    /// A call judges keys, holds and reversals by what stands in the books before it. Where two transfers share one, the later must see what became of the
    /// earlier: it begins the next call.
    /// </summary>
    private static IEnumerable<Posting[]> Calls(IReadOnlyList<Posting> postings)
    {
        var call = new List<Posting>(postings.Count);
        var seen = new HashSet<object>();
        foreach (var posting in postings)
        {
            object?[] once = [posting.Transfer.Key, posting.Transfer.Captures, posting.Reverses];
            if (once.Any(part => part is not null && seen.Contains(part)))
            {
                yield return [.. call];
                call.Clear();
                seen.Clear();
            }

            call.Add(posting);
            seen.UnionWith(once.OfType<object>());
        }

        if (call.Count > 0)
        {
            yield return [.. call];
        }
    }

    private async Task<Result<PostedTransfer>[]> CallAsync(Posting[] postings, CancellationToken cancellationToken)
    {
        var call = new PostingCall(postings);
        await using var command = Command(
            """
            SELECT outcomes, posted, short, free, needed
            FROM ledger_post(@at, @limit, @keys, @hashes, @kinds, @references, @holds::uuid[], @reverses::bigint[], @first, @transfers, @sides, @amounts,
                @locked, @codes, @assets, @floors, @shared)
            """,
            ("at", call.PostedAt), ("limit", LedgerLimits.LargestBalance), ("keys", call.Keys), ("hashes", call.Hashes), ("kinds", call.Kinds),
            ("references", call.References), ("holds", call.Holds), ("reverses", call.Reverses), ("first", call.First), ("transfers", call.Transfers),
            ("sides", call.Sides), ("amounts", call.Amounts), ("locked", call.Locked), ("codes", call.Codes), ("assets", call.Assets),
            ("floors", Array.ConvertAll(call.Accounts, FloorOf)), ("shared", call.Shared));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // Nullable throughout: an array that once held a null says so even when none is left.
        var outcomes = reader.GetFieldValue<int?[]>(0);
        var posted = reader.GetFieldValue<long?[]>(1);
        var (shorts, free, needed) = Array.TrueForAll(outcomes, outcome => outcome is 0 or 1)
            ? ([], [], [])
            : (reader.GetFieldValue<int?[]>(2), reader.GetFieldValue<long?[]>(3), reader.GetFieldValue<long?[]>(4));
        var answers = new Result<PostedTransfer>[postings.Length];
        for (var place = 0; place < answers.Length; place++)
        {
            answers[place] = outcomes[place] switch
            {
                0 => Posted(postings[place], posted[place]!.Value),
                1 => new PostedTransfer(posted[place]!.Value),
                2 => LedgerErrors.KeyReused,
                3 => Insufficient(call.CodeAt(shorts[place]!.Value), call.AssetAt(shorts[place]!.Value), free[place]!.Value, needed[place]!.Value),
                4 => LedgerErrors.HoldNotFound,
                5 => NotOpen((HoldState)free[place]!.Value),
                6 => LedgerErrors.HoldTooSmall,
                7 => LedgerErrors.AmountOutOfRange.With("account", call.CodeAt(shorts[place]!.Value)),
                8 => LedgerErrors.AlreadyReversed.With("by", posted[place]!.Value),
                var outcome => throw new InvalidOperationException($"ledger_post answered {outcome}."),
            };
        }

        return answers;
    }
}
