using Marketplace.Kernel;

namespace Marketplace.Ledger.Tests.Hostile;

/// <summary>What nobody should send, and what the ledger must say to it. Ada has 1,000 TRX and nothing else; nobody has a gem.</summary>
internal static class HostileTransfers
{
    private const string Ada = "user:ada/earn";
    private const string Bob = "user:bob/earn";
    private static readonly long Supply = Asset.Trx.Supply;

    public static IReadOnlyList<(string Name, Transfer Transfer, string Code)> All { get; } = Number(
    [
        .. Amounts(), .. Shapes(), .. Texts(),
        ("a hold nobody placed", Sides((Ada, -1), (Bob, 1)) with { Captures = new HoldId(new Guid(9, 9, 9, new byte[8])) }, "ledger.hold_not_found"),
    ]);

    private static IEnumerable<(string Name, Transfer Transfer, string Code)> Amounts() =>
    [
        ("zeros", Sides((Ada, 0), (Bob, 0)), "ledger.amount_out_of_range"),
        ("a zero among others", Sides((Ada, -1), (Bob, 1), ("user:cid/earn", 0)), "ledger.amount_out_of_range"),
        ("two takings", Sides((Ada, -1), (Bob, -1)), "ledger.unbalanced"),
        ("the largest number", Sides((Ada, -long.MaxValue), (Bob, long.MaxValue)), "ledger.amount_out_of_range"),
        ("the smallest number", Sides((Ada, long.MinValue), (Bob, long.MaxValue)), "ledger.amount_out_of_range"),
        ("the smallest number twice, a sum that wraps to zero", Sides((Ada, long.MinValue), (Bob, long.MinValue)), "ledger.amount_out_of_range"),
        ("three that wrap to zero", Sides((Ada, long.MaxValue), (Bob, long.MaxValue), ("user:cid/earn", 2)), "ledger.amount_out_of_range"),
        ("more than the supply", Sides(("chain/custody", -Supply - 1), (Bob, Supply + 1)), "ledger.amount_out_of_range"),
        ("more gems than there are", Sides("GEM", ("chain/custody", -1_000_001), (Bob, 1_000_001)), "ledger.amount_out_of_range"),
        ("the whole supply, of one who has it not", Sides((Ada, -Supply), (Bob, Supply)), "ledger.insufficient_funds"),
        ("one more than she has", Sides((Ada, -1_000_000_001), (Bob, 1_000_000_001)), "ledger.insufficient_funds"),
        ("of somebody who never was", Sides(("user:nobody/earn", -1), (Bob, 1)), "ledger.insufficient_funds"),
        ("of the asset she has none of", Sides("GEM", (Ada, -1), (Bob, 1)), "ledger.insufficient_funds"),
        ("of a revenue that is not there", Sides(("platform/revenue", -1), (Bob, 1)), "ledger.insufficient_funds"),
    ];

    private static IEnumerable<(string Name, Transfer Transfer, string Code)> Shapes() =>
    [
        ("one short", Sides((Ada, -2), (Bob, 1)), "ledger.unbalanced"),
        ("one over", Sides((Ada, -1), (Bob, 2)), "ledger.unbalanced"),
        ("coins for gems, neither balanced", new Transfer(string.Empty, "test", "test", [new(new(Ada), -1), new(new(Bob), 1, "GEM")]), "ledger.unbalanced"),
        ("no side", Sides(), "ledger.unbalanced"),
        ("one side", Sides((Ada, -1)), "ledger.unbalanced"),
        ("to herself", Sides((Ada, -1), (Ada, 1)), "ledger.unbalanced"),
        ("an asset nobody knows", Sides("DOGE", (Ada, -1), (Bob, 1)), "ledger.unknown_asset"),
        ("an asset in small letters", Sides("trx", (Ada, -1), (Bob, 1)), "ledger.unknown_asset"),
        ("no asset", Sides(string.Empty, (Ada, -1), (Bob, 1)), "ledger.unknown_asset"),
        ("an asset that is null", Sides(null!, (Ada, -1), (Bob, 1)), "ledger.unknown_asset"),
    ];

    private static IEnumerable<(string Name, Transfer Transfer, string Code)> Texts()
    {
        var honest = Sides((Ada, -1), (Bob, 1));
        foreach (var (name, text) in Texts(200))
        {
            yield return ($"a key with {name}", honest with { Key = text! }, "ledger.malformed");
            yield return ($"a reference with {name}", honest with { Reference = text! }, "ledger.malformed");
        }

        foreach (var (name, text) in Texts(60))
        {
            yield return ($"a kind with {name}", honest with { Kind = text! }, "ledger.malformed");
        }

        foreach (var code in (string?[])[null, string.Empty, "User:Ada/earn", "user ada", "user:ada\0", "user:ada'--", "user:адa", "user:a\ud800", new string('a', 101)])
        {
            yield return ($"the account “{code}”", Sides((code!, -1), (Bob, 1)), "ledger.malformed");
        }
    }

    public static IEnumerable<(string Name, string? Text)> Texts(int longest) =>
    [
        ("null", null), ("nothing", string.Empty), ("a NUL", "a\0b"), ("a new line", "a\nb"), ("half a pair", "a\ud83d"), ("the other half", "\udc4da"),
        ("a pair turned around", "\udc4d\ud83d"), ("one sign too many", new string('a', longest + 1)),
    ];

    private static Transfer Sides(params (string Account, long Amount)[] sides) => Sides("TRX", sides);

    private static Transfer Sides(string asset, params (string Account, long Amount)[] sides) =>
        new(string.Empty, "test", "test", [.. sides.Select(side => new Entry(new(side.Account), side.Amount, asset))]);

    /// <summary>Each gets a key of its own, unless its key is what is wrong.</summary>
    private static List<(string Name, Transfer Transfer, string Code)> Number(IEnumerable<(string Name, Transfer Transfer, string Code)> cases) =>
        [.. cases.Select((hostile, number) => hostile.Name.StartsWith("a key", StringComparison.Ordinal) ? hostile : hostile with { Transfer = hostile.Transfer with { Key = $"hostile {number}" } })];
}
