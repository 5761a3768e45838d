using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger.Posting;

/// <summary>Where a transfer is looked at before it meets the books: refuses what no state of the books could make right.</summary>
internal sealed class PostingDesk(IOptions<LedgerOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, long> supplies = options.Value.Assets.ToDictionary(asset => asset.Code, asset => asset.Supply);

    public Result<Reservation> Check(PlaceHold hold) =>
        !LedgerLimits.IsCode(hold.Account.Code) ? LedgerErrors.Malformed.With("field", "account")
        : !IsText(hold.Reference, LedgerLimits.LongestReference) ? LedgerErrors.Malformed.With("field", "reference")
        : CheckAmount(hold.Asset, hold.Amount) ?? (Result<Reservation>)new Reservation(hold, Now());

    public Result<Posting> Check(Transfer transfer, long? reverses = null)
    {
        if (FindMalformed(transfer) is { } field)
        {
            return LedgerErrors.Malformed.With("field", field);
        }

        if (transfer.Entries.Count < 2 || NamesAnAccountTwice(transfer.Entries))
        {
            return LedgerErrors.Unbalanced;
        }

        foreach (var entry in transfer.Entries)
        {
            if (CheckAmount(entry.Asset, entry.Amount == long.MinValue ? 0 : Math.Abs(entry.Amount)) is { } error)
            {
                return error.Code == LedgerErrors.UnknownAsset.Code ? error : LedgerErrors.AmountOutOfRange.With("amount", entry.Amount);
            }
        }

        return SumsToZero(transfer.Entries) ? new Posting(transfer, Hash(transfer, reverses), Now(), reverses) : LedgerErrors.Unbalanced;
    }

    private Error? CheckAmount(string asset, long amount) =>
        !supplies.TryGetValue(asset ?? string.Empty, out var supply) ? LedgerErrors.UnknownAsset.With("asset", asset ?? string.Empty)
        : amount <= 0 || amount > supply ? LedgerErrors.AmountOutOfRange.With("amount", amount)
        : null;

    /// <summary>To the microsecond, the finest that both databases keep: what is sealed must be all that is stored.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static string? FindMalformed(Transfer transfer) =>
        !IsText(transfer.Key, LedgerLimits.LongestKey) ? "key"
        : !IsText(transfer.Kind, LedgerLimits.LongestKind) ? "kind"
        : !IsText(transfer.Reference, LedgerLimits.LongestReference) ? "reference"
        : transfer.Entries.Any(entry => !LedgerLimits.IsCode(entry.Account.Code)) ? "account"
        : null;

    /// <summary>Text that both databases store as it is: no control characters (PostgreSQL has no NUL), no half of a surrogate pair.</summary>
    private static bool IsText(string? text, int longest)
    {
        if (text is not { Length: > 0 } || text.Length > longest)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]) || (char.IsSurrogate(text[index]) && !char.IsSurrogatePair(text, index) && (index == 0 || !char.IsSurrogatePair(text, index - 1))))
            {
                return false;
            }
        }

        return true;
    }

    // Loops, for nearly every transfer has two or three sides and this runs for every one.
    private static bool NamesAnAccountTwice(IReadOnlyList<Entry> entries)
    {
        for (var first = 0; first < entries.Count; first++)
        {
            for (var second = first + 1; second < entries.Count; second++)
            {
                if (entries[first].Account == entries[second].Account && entries[first].Asset == entries[second].Asset)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool SumsToZero(IReadOnlyList<Entry> entries)
    {
        foreach (var asset in entries.Select(entry => entry.Asset).Distinct())
        {
            Int128 sum = 0;
            foreach (var entry in entries.Where(entry => entry.Asset == asset))
            {
                sum += entry.Amount;
            }

            if (sum != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// SHA-256 over everything but the key and the time, each text behind its length. The form is stored with every transfer and never changes: a repetition years later
    /// must give the same bytes.
    /// </summary>
    private static byte[] Hash(Transfer transfer, long? reverses)
    {
        var buffer = new MemoryStream(256);
        Write(buffer, transfer.Kind);
        Write(buffer, transfer.Reference);
        Write(buffer, transfer.Captures?.Value.ToString());
        Write(buffer, reverses ?? 0);
        foreach (var entry in transfer.Entries)
        {
            Write(buffer, entry.Account.Code);
            Write(buffer, entry.Asset);
            Write(buffer, entry.Amount);
        }

        return SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void Write(MemoryStream buffer, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Write(buffer, bytes.Length);
        buffer.Write(bytes);
    }

    private static void Write(MemoryStream buffer, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        buffer.Write(bytes);
    }
}
