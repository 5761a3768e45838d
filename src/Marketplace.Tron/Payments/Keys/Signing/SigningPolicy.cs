using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>
/// Decides whether something is signed: by the rules, by the clock, by what was signed before for the same reference, and by the limits. It knows
/// nothing of the marketplace's database, so that what goes wrong there does not go wrong here too.
/// </summary>
internal sealed class SigningPolicy : IDisposable
{
    private const int LongestReference = 200;

    /// <summary>A payment lives 60 to 120 s from the newest block on; clocks differ a little.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(120 + 30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TronWallet wallet;
    private readonly TronSigningOptions options;
    private readonly TimeProvider time;
    private readonly SigningJournal? journal;
    private readonly Lock gate = new();

    /// <summary>The newest of each reference; what is older than a day and dead is dropped.</summary>
    private readonly Dictionary<string, JournalEntry> signed = new(StringComparer.Ordinal);

    /// <summary>
    /// What counts against the limits, of the last day, oldest first. What was signed twice for one reference counts twice: whether the first was paid the
    /// signer can not know, and whoever asks may lie.
    /// </summary>
    private readonly Queue<JournalEntry> counted = [];
    private DateTimeOffset nextTidying;
    private JournalEntry? newest;

    /// <param name="wallet">Whose addresses count as the platform's own.</param>
    /// <param name="options">The limits, and where the journal is.</param>
    /// <param name="vault">The vault, beside which the journal's end is remembered.</param>
    /// <param name="keys">The key that seals the journal.</param>
    /// <param name="time">The signer's clock.</param>
    /// <exception cref="InvalidOperationException">Another signer uses the journal or the vault, or the journal is missing, damaged or an older copy.</exception>
    public SigningPolicy(TronWallet wallet, TronSigningOptions options, string vault, WalletKeys keys, TimeProvider time)
    {
        (this.wallet, this.options, this.time) = (wallet, options, time);
        journal = string.IsNullOrWhiteSpace(options.Journal) ? null : SigningJournal.Open(options.Journal, HeadOf(vault), keys.JournalKey, Remember);
        Tidy(time.GetUtcNow());
    }

    /// <summary>For the log: a journal that is shorter than the operator remembers is seen there.</summary>
    public string Remembered => journal is null ? "no journal"
        : newest is { } entry ? string.Create(CultureInfo.InvariantCulture, $"{journal.Count} signatures, the last of {DateTimeOffset.FromUnixTimeMilliseconds(entry.SignedAtMs):u}")
        : "no signature yet";

    /// <summary>Where the end of the journal is remembered.</summary>
    public static string HeadOf(string vault) => $"{vault}.head";

    /// <summary>Admits it, and has written down that it did; or says why not.</summary>
    /// <exception cref="TronUnavailableException">It can not be written down.</exception>
    public SigningRefusal? Admit(SigningRequest request)
    {
        if (SigningRules.Judge(request.Source, request.Transaction, wallet) is { } refusal)
        {
            return refusal;
        }

        if (journal is null)
        {
            return null;
        }

        lock (gate)
        {
            var now = time.GetUtcNow();
            var entry = Describe(request, now);
            refusal = JudgeReference(request.Reference) ?? JudgeClock(entry, now);
            if (refusal is not null)
            {
                return refusal;
            }

            var earlier = signed.GetValueOrDefault(request.Reference);
            if (earlier?.TransactionId == entry.TransactionId)
            {
                // The same bytes again have the same signature (RFC 6979): an answer that was lost, counted already.
                return null;
            }

            refusal = JudgeEarlier(earlier, now) ?? JudgeLimits(entry, now);
            if (refusal is not null)
            {
                return refusal;
            }

            journal.Append(entry);
            Remember(entry);
            Tidy(now);
            return null;
        }
    }

    public void Dispose() => journal?.Dispose();

    private JournalEntry Describe(SigningRequest request, DateTimeOffset now)
    {
        var transfer = (TransferContract)request.Transaction.Contract;
        var counts = request.Source.DepositIndex is null && transfer.To != wallet.Cold;
        return new JournalEntry(
            request.Reference,
            request.Transaction.ComputeId(),
            transfer.Owner.ToString(),
            transfer.To.ToString(),
            transfer.AmountSun,
            counts,
            request.Transaction.ExpirationMs,
            now.ToUnixTimeMilliseconds());
    }

    private static SigningRefusal? JudgeReference(string reference) =>
        reference.Length is 0 or > LongestReference || reference.Any(IsUnprintable)
            ? new SigningRefusal("wrong_reference", $"A reference is a line of 1 to {LongestReference} characters.")
            : null;

    /// <summary>It stands in logs: nothing that turns or hides the letters around it.</summary>
    private static bool IsUnprintable(char sign) => char.GetUnicodeCategory(sign) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static SigningRefusal? JudgeClock(JournalEntry entry, DateTimeOffset now) =>
        entry.ExpirationMs <= now.ToUnixTimeMilliseconds() ? new SigningRefusal("expired", $"By the signer's clock, {now:u}, it is past its expiration.")
        : entry.ExpirationMs > (now + LongestLife).ToUnixTimeMilliseconds()
            ? new SigningRefusal("expires_too_late", $"By the signer's clock, {now:u}, it could be taken for longer than {LongestLife.TotalSeconds:0} s.")
        : null;

    /// <summary>TRON has no nonce: two living transactions for one purpose could both be taken.</summary>
    private SigningRefusal? JudgeEarlier(JournalEntry? earlier, DateTimeOffset now) =>
        earlier is not null && DeadFrom(earlier) > now
            ? new SigningRefusal("earlier_may_live", $"{earlier.TransactionId} was signed for this reference, and may still be taken until {DeadFrom(earlier):u}.")
            : null;

    private SigningRefusal? JudgeLimits(JournalEntry entry, DateTimeOffset now)
    {
        if (!entry.Counted)
        {
            return null;
        }

        return entry.AmountSun > options.MaximumPayment?.Value
                ? new SigningRefusal("maximum_payment", $"{new Sun(entry.AmountSun)} TRX is more than {options.MaximumPayment} TRX, the most for one payment.")
            : Exceeds(entry, now, Hour, options.HourlyLimit)
                ? new SigningRefusal("hourly_limit", $"{new Sun(entry.AmountSun)} TRX more would pass {options.HourlyLimit} TRX, the most in any hour.")
            : Exceeds(entry, now, Day, options.DailyLimit)
                ? new SigningRefusal("daily_limit", $"{new Sun(entry.AmountSun)} TRX more would pass {options.DailyLimit} TRX, the most in any 24 hours.")
            : null;
    }

    private bool Exceeds(JournalEntry entry, DateTimeOffset now, TimeSpan window, Sun? limit)
    {
        var since = (now - window).ToUnixTimeMilliseconds();
        return limit is not null && counted
            .Where(earlier => earlier.SignedAtMs > since)
            .Aggregate((Int128)entry.AmountSun, (sum, earlier) => sum + earlier.AmountSun) > limit.Value.Value;
    }

    private DateTimeOffset DeadFrom(JournalEntry entry) => DateTimeOffset.FromUnixTimeMilliseconds(entry.ExpirationMs) + options.RebuildMargin;

    private void Remember(JournalEntry entry)
    {
        signed[entry.Reference] = entry;
        newest = entry;
        if (entry.Counted)
        {
            counted.Enqueue(entry);
        }
    }

    private void Tidy(DateTimeOffset now)
    {
        if (now < nextTidying)
        {
            return;
        }

        nextTidying = now + TimeSpan.FromMinutes(1);
        var since = (now - Day).ToUnixTimeMilliseconds();
        while (counted.TryPeek(out var oldest) && oldest.SignedAtMs <= since)
        {
            counted.Dequeue();
        }

        foreach (var old in signed.Values.Where(entry => entry.SignedAtMs <= since && DeadFrom(entry) <= now).ToList())
        {
            signed.Remove(old.Reference);
        }
    }
}
