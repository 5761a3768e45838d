namespace Marketplace.Ledger.Posting;

/// <summary>Postings as the arrays that <c>ledger_post</c> takes. Places count from 1, as they do in the database.</summary>
internal sealed class PostingCall
{
    public PostingCall(IReadOnlyList<Posting> postings)
    {
        var sides = postings.SelectMany((posting, place) => posting.Transfer.Entries.Select(entry => (Transfer: place + 1, Posting: posting, Entry: entry))).ToArray();
        var accounts = sides
            .GroupBy(side => (side.Entry.Account, side.Entry.Asset))
            .Select(group => (group.Key.Account, group.Key.Asset, IsLocked: group.Any(side => NeedsTheRow(side.Posting, side.Entry))))
            // One order for everybody who locks, and the database's own collation has no part in it.
            .OrderByDescending(account => account.IsLocked)
            .ThenBy(account => account.Account.Code, StringComparer.Ordinal)
            .ThenBy(account => account.Asset, StringComparer.Ordinal)
            .ToArray();
        var placeOf = new Dictionary<(LedgerAccount, string), int>(accounts.Length);
        foreach (var (account, asset, _) in accounts)
        {
            placeOf.Add((account, asset), placeOf.Count + 1);
        }

        PostedAt = postings[0].PostedAt.UtcDateTime;
        Keys = [.. postings.Select(posting => posting.Transfer.Key)];
        Hashes = [.. postings.Select(posting => posting.RequestHash)];
        Kinds = [.. postings.Select(posting => posting.Transfer.Kind)];
        References = [.. postings.Select(posting => posting.Transfer.Reference)];
        Holds = postings.Any(posting => posting.Transfer.Captures is not null) ? [.. postings.Select(posting => posting.Transfer.Captures?.Value)] : null;
        Reverses = postings.Any(posting => posting.Reverses is not null) ? [.. postings.Select(posting => posting.Reverses)] : null;
        First = new int[postings.Count + 1];
        First[0] = 1;
        for (var place = 0; place < postings.Count; place++)
        {
            First[place + 1] = First[place] + postings[place].Transfer.Entries.Count;
        }

        Transfers = Array.ConvertAll(sides, side => side.Transfer);
        Sides = Array.ConvertAll(sides, side => placeOf[(side.Entry.Account, side.Entry.Asset)]);
        Amounts = Array.ConvertAll(sides, side => side.Entry.Amount);
        Accounts = Array.ConvertAll(accounts, account => account.Account);
        Codes = Array.ConvertAll(accounts, account => account.Account.Code);
        Assets = Array.ConvertAll(accounts, account => account.Asset);
        Shared = Array.ConvertAll(accounts, account => account.Account.IsShared);
        Locked = accounts.Count(account => account.IsLocked);
    }

    public DateTime PostedAt { get; }

    public string[] Keys { get; }

    public byte[][] Hashes { get; }

    public string[] Kinds { get; }

    public string[] References { get; }

    public Guid?[]? Holds { get; }

    public long?[]? Reverses { get; }

    public int[] First { get; }

    public int[] Transfers { get; }

    public int[] Sides { get; }

    public long[] Amounts { get; }

    public LedgerAccount[] Accounts { get; }

    public string[] Codes { get; }

    public string[] Assets { get; }

    public bool[] Shared { get; }

    public int Locked { get; }

    public string CodeAt(int place) => Codes[place - 1];

    public string AssetAt(int place) => Assets[place - 1];

    /// <summary>Whether the account of one entry is locked before the other's.</summary>
    public static bool ComesBefore(Entry one, Entry other) =>
        string.CompareOrdinal(one.Account.Code, other.Account.Code) is var order && (order != 0 ? order < 0 : string.CompareOrdinal(one.Asset, other.Asset) < 0);

    /// <summary>False where an entry of a shared account can be appended: nothing there could refuse it.</summary>
    private static bool NeedsTheRow(Posting posting, Entry entry) =>
        !entry.Account.IsShared
        || (entry.Amount < 0 && (!entry.Account.AllowsOverdraft || posting.Transfer.Captures is not null))
        || Math.Abs(entry.Amount) > LedgerLimits.LargestAppended;
}
