using System.Text;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>The books as anybody would write them on paper: three dictionaries and no concurrency. What it answers is what the ledger must answer.</summary>
internal sealed class LedgerModel(DateTimeOffset start)
{
    private const long LargestBalance = 4_000_000_000_000_000_000;
    private const long FloorOfOverdraft = -9_000_000_000_000_000_000;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Dictionary<(string Account, string Asset), Funds> accounts = [];
    private readonly Dictionary<HoldId, Hold> holds = [];
    private readonly Dictionary<string, Posted> journal = [];

    public DateTimeOffset Now { get; set; } = start;

    /// <summary>How many transfers are in the books.</summary>
    public int Transfers => journal.Count;

    public Funds this[LedgerAccount account, string asset] => accounts.GetValueOrDefault((account.Code, asset));

    public string Post(Transfer transfer) => FindFault(transfer) ?? Post(transfer, reverses: null);

    public string Reverse(string? original, string key, string reference)
    {
        if (original is null || !journal.TryGetValue(original, out var posted))
        {
            return "ledger.transfer_not_found";
        }

        if (posted.Reverses is not null)
        {
            return "ledger.not_reversible";
        }

        var entries = posted.Transfer.Entries
            .OrderBy(entry => entry.Account.Code, StringComparer.Ordinal)
            .ThenBy(entry => entry.Asset, StringComparer.Ordinal)
            .Select(entry => entry with { Amount = -entry.Amount });
        var opposite = new Transfer(key, ReverseTransfer.Kind, reference, [.. entries]);
        return FindFault(opposite) ?? Post(opposite, original);
    }

    public string Place(PlaceHold request)
    {
        if (!IsCode(request.Account.Code) || !IsText(request.Reference, 200))
        {
            return "ledger.malformed";
        }

        if (FindFault(request.Asset, request.Amount) is { } fault)
        {
            return fault;
        }

        var place = (request.Account.Code, request.Asset);
        var funds = accounts.GetValueOrDefault(place);
        if (holds.TryGetValue(request.HoldId, out var known))
        {
            return known with { State = "open" } == Hold.Of(request)
                ? $"ok available={funds.Available}"
                : "ledger.key_reused";
        }

        if (!accounts.ContainsKey(place) || funds.Available - request.Amount < Floor(request.Account.Code))
        {
            return $"ledger.insufficient_funds available={funds.Available} needed={request.Amount}";
        }

        accounts[place] = funds with { Held = funds.Held + request.Amount };
        holds.Add(request.HoldId, Hold.Of(request));
        return $"ok available={funds.Available - request.Amount}";
    }

    public string Release(HoldId id)
    {
        if (!holds.TryGetValue(id, out var hold))
        {
            return "ledger.hold_not_found";
        }

        if (hold.State == "open")
        {
            Free(id, hold, "released");
        }

        return hold.State == "captured" ? "ledger.hold_not_open" : "ok";
    }

    public void ReleaseExpired()
    {
        foreach (var (id, hold) in holds.Where(pair => pair.Value.State == "open" && pair.Value.ExpiresAt <= Now).ToList())
        {
            Free(id, hold, "released");
        }
    }

    private string Post(Transfer transfer, string? reverses)
    {
        if (journal.TryGetValue(transfer.Key, out var before))
        {
            return before.IsSameAs(transfer, reverses) ? $"ok transfer={transfer.Key}" : "ledger.key_reused";
        }

        if (reverses is not null && journal.Values.Any(posted => posted.Reverses == reverses))
        {
            return "ledger.already_reversed";
        }

        var hold = transfer.Captures is { } id ? holds.GetValueOrDefault(id) : null;
        if (transfer.Captures is not null)
        {
            if (hold is null)
            {
                return "ledger.hold_not_found";
            }

            if (hold.State != "open" || hold.ExpiresAt <= Now)
            {
                return "ledger.hold_not_open";
            }

            if (!transfer.Entries.Any(entry => hold.IsOn(entry) && entry.Amount < 0 && -entry.Amount <= hold.Amount))
            {
                return "ledger.hold_too_small";
            }
        }

        foreach (var entry in transfer.Entries)
        {
            var funds = this[entry.Account, entry.Asset];
            if (Math.Abs(funds.Balance + entry.Amount) > LargestBalance)
            {
                return "ledger.amount_out_of_range";
            }

            var available = funds.Available + (hold is not null && hold.IsOn(entry) ? hold.Amount : 0);
            if (entry.Amount < 0 && available + entry.Amount < Floor(entry.Account.Code))
            {
                return $"ledger.insufficient_funds available={available} needed={-entry.Amount}";
            }
        }

        if (hold is not null)
        {
            Free(transfer.Captures!.Value, hold, "captured");
        }

        foreach (var entry in transfer.Entries)
        {
            var funds = this[entry.Account, entry.Asset];
            accounts[(entry.Account.Code, entry.Asset)] = funds with { Balance = funds.Balance + entry.Amount };
        }

        journal.Add(transfer.Key, new Posted(transfer, reverses));
        return $"ok transfer={transfer.Key}";
    }

    private void Free(HoldId id, Hold hold, string state)
    {
        var place = (hold.Account, hold.Asset);
        accounts[place] = accounts[place] with { Held = accounts[place].Held - hold.Amount };
        holds[id] = hold with { State = state };
    }

    private static string? FindFault(Transfer transfer)
    {
        if (!IsText(transfer.Key, 200) || !IsText(transfer.Kind, 60) || !IsText(transfer.Reference, 200) || !transfer.Entries.All(entry => IsCode(entry.Account.Code)))
        {
            return "ledger.malformed";
        }

        var places = transfer.Entries.Select(entry => (entry.Account, entry.Asset)).ToList();
        if (places.Count < 2 || places.Distinct().Count() < places.Count)
        {
            return "ledger.unbalanced";
        }

        return transfer.Entries.Select(entry => FindFault(entry.Asset, (long)Int128.Min(Int128.Abs(entry.Amount), long.MaxValue))).FirstOrDefault(fault => fault is not null)
            ?? (transfer.Entries.GroupBy(entry => entry.Asset).All(group => group.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Amount) == 0) ? null : "ledger.unbalanced");
    }

    private static string? FindFault(string asset, long amount) =>
        Worlds.Assets.FirstOrDefault(known => known.Code == asset) is not { } found ? "ledger.unknown_asset"
        : amount <= 0 || amount > found.Supply ? "ledger.amount_out_of_range"
        : null;

    private static bool IsCode(string code) => code.Length is > 0 and <= 100 && code.All(sign => "abcdefghijklmnopqrstuvwxyz0123456789:/_-".Contains(sign, StringComparison.Ordinal));

    private static bool IsText(string text, int longest)
    {
        try
        {
            return text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl) && Strict.GetByteCount(text) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static long Floor(string code) => code.StartsWith("chain/", StringComparison.Ordinal) ? FloorOfOverdraft : 0;

    private sealed record Hold(string Account, string Asset, long Amount, string Reference, DateTimeOffset? ExpiresAt, string State = "open")
    {
        public static Hold Of(PlaceHold request) => new(request.Account.Code, request.Asset, request.Amount, request.Reference, request.ExpiresAt);

        public bool IsOn(Entry entry) => (entry.Account.Code, entry.Asset) == (Account, Asset);
    }

    private sealed record Posted(Transfer Transfer, string? Reverses)
    {
        public bool IsSameAs(Transfer other, string? reverses) =>
            (Transfer.Kind, Transfer.Reference, Transfer.Captures, Reverses) == (other.Kind, other.Reference, other.Captures, reverses)
            && Transfer.Entries.SequenceEqual(other.Entries);
    }
}

/// <summary>What an account has in one asset.</summary>
internal readonly record struct Funds(long Balance, long Held)
{
    public long Available => Balance - Held;
}
