using FsCheck;
using FsCheck.Fluent;
using Marketplace.Kernel;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>Random stories: mostly what honest programs ask, often what they ask twice, sometimes what nobody should.</summary>
internal static class Operations
{
    private static readonly Gen<LedgerAccount> Anybody = Gen.Elements(Worlds.Accounts);

    private static readonly Gen<LedgerAccount> Outside = Gen.Elements(Worlds.Accounts.Where(account => account.AllowsOverdraft));

    private static readonly Gen<string> AnyAsset = Gen.Frequency((5, Gen.Constant("TRX")), (2, Gen.Constant("GEM")));

    /// <summary>Most keys come once; some of few, so that they meet another body.</summary>
    private static readonly Gen<string> AnyKey = Gen.Frequency(
        (60, Gen.Choose(0, 100_000)),
        (8, Gen.Choose(0, 20))).Select(number => $"k{number}");

    private static readonly Gen<string> AnyReference = Gen.Elements("r1", "r2");

    private static readonly Gen<int> AnyHold = Gen.Choose(0, 40);

    private static readonly Gen<long> AnyAmount = Gen.Frequency((12, Gen.Choose(1, 200)), (2, Gen.Choose(1, 3)), (1, Gen.Choose(1_000, 100_000))).Select(amount => (long)amount);

    private static readonly Gen<long> Hostile = Gen.Elements(
        0, -1, Worlds.Gem.Supply, Worlds.Gem.Supply + 1, Asset.Trx.Supply, Asset.Trx.Supply + 1, 4_000_000_000_000_000_000, long.MaxValue, long.MinValue);

    private static readonly Gen<Transfer> Deposit =
        from key in AnyKey
        from asset in AnyAsset
        from outside in Outside
        from to in Anybody
        from amount in Gen.Choose(50, 2_000)
        select Make(key, "r1", (outside, -amount, asset), (to, amount, asset));

    private static readonly Gen<Transfer> Payment =
        from key in AnyKey
        from reference in AnyReference
        from asset in AnyAsset
        from sides in Gen.Choose(2, 4)
        from accounts in Gen.Shuffle(Worlds.Accounts)
        from amounts in AnyAmount.ListOf(sides - 1)
        select Make(key, reference, [.. amounts.Select((amount, place) => (accounts[place], amount, asset)), (accounts[sides - 1], -amounts.Sum(), asset)]);

    /// <summary>One thing for another, each asset balanced by itself.</summary>
    private static readonly Gen<Transfer> Exchange =
        from key in AnyKey
        from accounts in Gen.Shuffle(Worlds.Accounts)
        from coins in AnyAmount
        from gems in AnyAmount
        select Make(key, "r1", (accounts[0], -coins, "TRX"), (accounts[1], coins, "TRX"), (accounts[1], -gems, "GEM"), (accounts[0], gems, "GEM"));

    /// <summary>Part of a hold, all of it, more than it, or with somebody else's money.</summary>
    private static readonly Gen<Transfer> Capture =
        from key in AnyKey
        from number in AnyHold
        from part in Gen.Frequency((5, Gen.Choose(1, 100)), (4, Gen.Constant(100)), (2, Gen.Constant(101)))
        from payer in Gen.Frequency((9, Gen.Constant(Worlds.HolderOf(number))), (1, Anybody))
        from receiver in Anybody
        let amount = Math.Max(1, (Worlds.AmountOf(number) * part + 99) / 100)
        select Make(key, "r1", (payer, -amount, Worlds.AssetOf(number)), (receiver, amount, Worlds.AssetOf(number))) with { Captures = Worlds.Hold(number) };

    private static readonly Gen<Transfer> Malice =
        from key in Gen.Frequency((4, AnyKey), (1, Gen.Elements(string.Empty, "nul\0", "half \ud800", new string('k', 201))))
        from kind in Gen.Frequency((6, Gen.Constant("test")), (1, Gen.Elements(string.Empty, new string('k', 61), "line\n")))
        from first in Gen.Frequency((6, Anybody), (1, Gen.Elements(new LedgerAccount(string.Empty), new LedgerAccount("User:Ada"), new LedgerAccount(new string('a', 101)))))
        from second in Anybody
        from asset in Gen.Frequency((6, AnyAsset), (1, Gen.Elements("DOGE", string.Empty, "trx")))
        from amount in Hostile
        from other in Gen.Frequency((3, Gen.Constant(amount == long.MinValue ? long.MaxValue : -amount)), (1, Hostile))
        select Make(key, "r1", (first, amount, asset), (second, other, asset)) with { Kind = kind };

    public static readonly Gen<Transfer> AnyTransfer = Gen.Frequency((5, Deposit), (9, Payment), (2, Exchange), (4, Capture), (1, Malice));

    private static readonly Gen<Operation> Holding =
        from number in AnyHold
        from account in Gen.Frequency((14, Gen.Constant(Worlds.HolderOf(number))), (1, Anybody))
        from amount in Gen.Frequency((20, Gen.Constant(Worlds.AmountOf(number))), (1, AnyAmount), (1, Hostile))
        from asset in Gen.Frequency((20, Gen.Constant(Worlds.AssetOf(number))), (1, AnyAsset), (1, Gen.Constant("DOGE")))
        from seconds in Gen.Frequency((2, Gen.Choose(0, 200).Select(some => (int?)some)), (3, Gen.Constant((int?)null)))
        select (Operation)new Place(number, account, amount, asset, seconds);

    private static readonly Gen<Operation> AnyOperation = Gen.Frequency<Operation>(
        (30, AnyTransfer.Select(transfer => (Operation)new PostOne(transfer))),
        (8, Batch(0, 12).Select(batch => (Operation)new PostMany(batch))),
        (8, Batch(1, 12).Select(batch => (Operation)new PostTogether(batch))),
        (20, Holding),
        (5, AnyHold.Select(number => (Operation)new Release(number))),
        (6, from of in AnyKey from key in AnyKey from reference in AnyReference select (Operation)new Reverse(of, key, reference)),
        (4, Gen.Choose(1, 60).Select(seconds => (Operation)new Advance(seconds))),
        (2, Gen.Constant((Operation)new ReleaseExpired())),
        (2, Gen.Constant((Operation)new RollUp())));

    /// <summary>So many operations; a tenth come again, and a reversal is of something that came before.</summary>
    public static Gen<Operation[]> Story(int length) =>
        from operations in AnyOperation.ListOf(length)
        from earlier in Gen.Choose(0, length * 5).ListOf(length)
        from before in Gen.Choose(0, length).ListOf(length)
        select operations.Select((operation, place) =>
            earlier[place] < place ? operations[earlier[place]]
            : operation is Reverse reverse && operations.Take(place).Skip(before[place] % (place + 1)).Select(KeyOf).FirstOrDefault(key => key is not null) is { } known
                ? reverse with { Of = known }
            : operation).ToArray();

    private static string? KeyOf(Operation operation) => operation switch
    {
        PostOne post => post.Transfer.Key,
        Reverse reverse => reverse.Key,
        _ => null,
    };

    /// <summary>Shorter stories: without a half, a quarter, … one operation; then with fewer transfers in one of them.</summary>
    public static IEnumerable<Operation[]> Shorter(Operation[] story) => Without(story).Concat(
        from place in Enumerable.Range(0, story.Length)
        from shorter in story[place] switch
        {
            PostMany post => Without([.. post.Transfers]).Select(Operation (fewer) => new PostMany(fewer)),
            PostTogether post => Without([.. post.Transfers]).Select(Operation (fewer) => new PostTogether(fewer)),
            _ => [],
        }
        select (Operation[])[.. story[..place], shorter, .. story[(place + 1)..]]);

    private static IEnumerable<T[]> Without<T>(T[] list)
    {
        for (var size = (list.Length + 1) / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < list.Length; from += size)
            {
                yield return [.. list[..from], .. list[Math.Min(from + size, list.Length)..]];
            }
        }
    }

    private static Gen<List<Transfer>> Batch(int least, int most) =>
        from size in Gen.Choose(least, most)
        from transfers in AnyTransfer.ListOf(size)
        from twice in Gen.Choose(0, size * 5)
        select transfers.Concat(twice < size ? [transfers[twice]] : Array.Empty<Transfer>()).ToList();

    private static Transfer Make(string key, string reference, params (LedgerAccount Account, long Amount, string Asset)[] sides) =>
        new(key, "test", reference, [.. sides.Select(side => new Entry(side.Account, side.Amount, side.Asset))]);
}
