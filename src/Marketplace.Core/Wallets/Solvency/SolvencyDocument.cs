using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.Wallets;

/// <summary>
/// The form in which proofs are handed out (docs/solvency.md). Amounts are texts: they may pass what a reader in JavaScript takes for a whole number.
/// </summary>
internal static class SolvencyDocument
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Never put into a page as it is: names of networks and accounts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static string Write(SolvencyView view, IEnumerable<AccountProof>? accounts) => JsonSerializer.Serialize(
        new
        {
            Format = "marketplace.solvency.v1",
            view.Network,
            view.Asset,
            TakenAt = view.TakenAt.UtcDateTime,
            Block = new { view.Block.Number, view.Block.Id },
            Owed = Text(view.Owed),
            Held = Text(view.Held),
            HeldOnDeposits = Text(view.HeldOnDeposits),
            view.DepositAddresses,
            House = view.House.Select(holding => new { holding.Name, holding.Address, Amount = Text(holding.Amount) }),
            Leaving = Text(view.Leaving),
            view.Leaves,
            view.Root,
            view.JournalPosition,
            view.SealHead,
            Accounts = (accounts ?? []).Select(account => new
            {
                account.Account,
                Balance = Text(account.Balance),
                account.Nonce,
                account.Position,
                Path = account.Path.Select(step => new { Sum = Text(step.Sum), step.Hash }),
            }),
        },
        Options);

    private static string Text(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}
