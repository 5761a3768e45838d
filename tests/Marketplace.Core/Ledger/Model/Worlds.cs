using Marketplace.Kernel;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>Who and what appears in the stories.</summary>
internal static class Worlds
{
    /// <summary>A coin of no decimals, few of which exist.</summary>
    public static Asset Gem { get; } = new("GEM", 0, 1_000_000);

    public static IReadOnlyList<Asset> Assets { get; } = [Asset.Trx, Gem];

    /// <summary>People, a campaign, two of the platform's own accounts that may not be overdrawn, and two of the outside world's that may.</summary>
    public static LedgerAccount[] Accounts { get; } =
        [new("user:ada/earn"), new("user:bob/earn"), new("user:cid/ad"), new("campaign:x/escrow"), new("platform/revenue"), new("platform/fees"), new("chain/custody"), new("chain/bridge")];

    public static HoldId Hold(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>Whose money this hold is about, unless somebody lies: of every kind of account.</summary>
    public static LedgerAccount HolderOf(int number) => Accounts[number % (number % 9 == 0 ? Accounts.Length : 4)];

    public static string AssetOf(int number) => number % 5 == 0 ? Gem.Code : Asset.Trx.Code;

    public static long AmountOf(int number) => 1 + number * 37 % 150;

    /// <summary>The same story in accounts, keys and holds of its own, so that many are told in one database.</summary>
    /// <param name="run">Which telling.</param>
    /// <param name="code">An account's code; one that is malformed stays so.</param>
    public static LedgerAccount In(int run, LedgerAccount code) => code.Code.Length > 0 ? new($"{code.Code}:{run}") : code;

    public static string In(int run, string key) => key.Length > 0 ? $"{key}:{run}" : key;

    public static HoldId In(int run, HoldId hold)
    {
        var bytes = hold.Value.ToByteArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(8), run + 1);
        return new HoldId(new Guid(bytes));
    }

    public static Transfer In(int run, Transfer transfer) => transfer with
    {
        Key = In(run, transfer.Key),
        Entries = [.. transfer.Entries.Select(entry => entry with { Account = In(run, entry.Account) })],
        Captures = transfer.Captures is { } hold ? In(run, hold) : null,
    };
}
