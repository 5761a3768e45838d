using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Samples.Sandbox.Tour;

/// <summary>
/// The whole story: Cleo invites Bob, Ada advertises, Bob and Dan earn, Bob withdraws, Cleo gets her commission, Ada closes. At its end every sun is
/// where it must be; the sums are worked out by hand below, not read from the marketplace.
/// </summary>
[SuppressMessage("Naming", "CA1724", Justification = "The folder and its one story share the name.")]
internal sealed partial class Tour(Worlds worlds, string bot, TextWriter output)
{
    private const long AdaId = 5_000_000_101;
    private const long BobId = 5_000_000_102;
    private const long CleoId = 5_000_000_103;
    private const string PromotedBot = "weather_whale_bot";
    private const string Title = "Tomorrow's <b>weather</b> & whales 🐳";

    /// <summary>A wallet of Bob's own, never used before: the network takes 1.1 TRX to open it.</summary>
    private const string BobsWallet = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC";

    private const long Trx = 1_000_000;
    private const int BlocksUntilFinal = 20;

    /// <summary>Ada deposits 100, spends 2 × 10, gets 30 of her budget of 50 back. Bob earns 8.5, withdraws 8, deposits 20 for ads. Dan earns 8.5.
    /// Cleo gets 10 % of Bob's 8.5 and 5 % of his 20. The fees are 2 × 1.5, of which Cleo's 1.85 are paid. Bob pays 1.5 for the
    /// withdrawal and 1.1 because his wallet is new to the network, which takes that 1.1. The deposits are swept into the hot wallet: it has the 1,000 it began
    /// with and 120 more, less 5.4 for Bob and the 1.1.</summary>
    private static readonly (string Account, long Balance)[] Expected =
    [
        ("ad", 20 * Trx), ("ad", 80 * Trx), ("chain/custody/hot", -1_113_500_000),
        ("earn", 500_000), ("earn", 1_850_000), ("earn", 8_500_000), ("platform/capital", 1_000 * Trx), ("platform/revenue", 1_150_000), ("platform/withdrawals", 1_500_000),
    ];

    public static async Task<bool> PlayAsync(Uri chats, Uri chain, Uri ledger, string bot, TextWriter output)
    {
        using var worlds = new Worlds(chats, chain, ledger);
        var tour = new Tour(worlds, bot, output);
        try
        {
            await tour.TellAsync();
            return await tour.AuditAsync();
        }
        catch (TourException exception)
        {
            await output.WriteLineAsync($"FAILED: {exception.Message}");
            return false;
        }
    }

    private async Task TellAsync()
    {
        var (ada, bob, cleo) = (Person("Ada", AdaId), Person("Bob", BobId), Person("Cleo", CleoId));

        Chapter("Cleo invites Bob");
        await cleo.TypeAsync("/start");
        await cleo.ReadAsync("TRX");
        await cleo.TypeAsync("/referral");
        var invitation = Link().Match(await cleo.ReadAsync("start=r_")).Value;
        await bob.OpenAsync(invitation);
        await bob.ReadAsync("Marketplace");

        Chapter("Ada deposits and advertises");
        await ada.TypeAsync("/start");
        await ada.ReadAsync("Marketplace");
        await DepositAsync(ada, 100);
        await ada.TypeAsync("/create_campaign");
        foreach (var (question, answer) in new[] { ("1 of 4", Title), ("2 of 4", $"https://t.me/{PromotedBot}"), ("3 of 4", "10"), ("4 of 4", "50") })
        {
            await ada.ReadAsync(question);
            await ada.TypeAsync(answer);
        }

        await ada.ReadAsync("Please check");
        await ada.PressAsync("Create and fund it");
        await ada.ReadAsync("is running");

        Chapter("Bob earns");
        await EarnAsync(bob);

        Chapter("Bob withdraws");
        await bob.TypeAsync("/withdraw");
        await bob.ReadAsync("1 of 2");
        await bob.TypeAsync(BobsWallet);
        await bob.ReadAsync("2 of 2");
        await bob.TypeAsync("8");
        await bob.ReadAsync("Please check");
        await bob.PressAsync("Withdraw");
        await bob.ReadAsync("On its way");
        await UntilFinalAsync(async () => await worlds.ChainBalanceAsync(BobsWallet, CancellationToken.None) == 5_400_000, "5.4 TRX in Bob's wallet");
        await UntilFinalAsync(async () => await BalanceOfAsync("platform/withdrawals") == 1_500_000, "the withdrawal in the books");

        Chapter("Bob deposits for ads; Dan earns; Cleo gets her share of both");
        await DepositAsync(bob, 20);
        var dan = Person("Dan", await worlds.AddPersonAsync("Dan", CancellationToken.None));
        await dan.TypeAsync("/start");
        await dan.ReadAsync("Marketplace");
        await EarnAsync(dan);
        await UntilAsync(async () => await BalanceOfAsync("platform/revenue") == 1_150_000, "Cleo's commission");

        Chapter("Ada closes her campaign");
        await ada.TypeAsync("/my_campaigns");
        await ada.ReadAsync("My campaigns");
        await ada.PressAsync("weather");
        await ada.ReadAsync("Budget left");
        await ada.PressAsync("⚪ Close");
        await ada.ReadAsync("for good");
        await ada.PressAsync("Yes, close it");
        await ada.ReadAsync("The campaign is closed");

        Chapter("The deposits are swept into the hot wallet");
        await UntilFinalAsync(async () => await BalanceOfAsync("chain/custody") == 0, "the deposits in the hot wallet");

        Chapter("What everybody has");
        await SayBalanceAsync(ada, "80 TRX");
        await SayBalanceAsync(bob, "0.5 TRX", "20 TRX");
        await SayBalanceAsync(dan, "8.5 TRX");
        await SayBalanceAsync(cleo, "1,85");
    }

    private async Task DepositAsync(Person person, long trx)
    {
        await person.TypeAsync("/deposit");
        await person.ReadAsync("What’s the money for?");
        await person.PressAsync("For advertising");
        var address = Address().Match(await person.ReadAsync("to this address")).Value;
        await output.WriteLineAsync($"  (the faucet sends {trx} TRX to {address})");
        await worlds.FaucetAsync(address, trx * Trx, CancellationToken.None);
        await worlds.MineAsync(1, CancellationToken.None);
        await worlds.MineAsync(BlocksUntilFinal, CancellationToken.None);
        await person.ReadAsync($"Deposit received: {trx} TRX");
    }

    /// <summary>Three taps from the menu to the claim.</summary>
    private async Task EarnAsync(Person person)
    {
        await person.PressAsync("Earn");
        await person.ReadAsync("Choose a bot");
        await person.PressAsync("weather");
        await person.ReadAsync("You earn");
        await person.PressAsync("Start and earn");
        await person.ReadAsync("is waiting for you");
        await person.StartAndForwardAsync(PromotedBot);
        await person.ReadAsync("Proof accepted");
        await person.PressAsync("Collect my money");
        await person.ReadAsync("You earned 8.5 TRX");
        // The receipt is a promise; the next batch of payments keeps it within moments.
        await UntilAsync(async () => (await worlds.BooksAsync(CancellationToken.None))?.Accounts.All(account => account.Held == 0) == true, "the payment");
    }

    private static async Task SayBalanceAsync(Person person, params string[] amounts)
    {
        await person.TypeAsync("/balance");
        var text = await person.ReadAsync(amounts[0]);
        if (amounts.FirstOrDefault(amount => !text.Contains(amount, StringComparison.Ordinal)) is { } missing)
        {
            throw new TourException($"{missing} is not in: {text}");
        }
    }

    private async Task<bool> AuditAsync()
    {
        LedgerBooks? answer = null;
        await UntilAsync(async () => (answer = await worlds.BooksAsync(CancellationToken.None)) is not null, "the books");
        var books = answer!;
        Chapter("The ledger");
        foreach (var account in books.Accounts)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {account.Code,-54}{(decimal)account.Balance / Trx,16:0.000000} TRX{(account.Held == 0 ? "" : $"  held {account.Held}")}"));
        }

        foreach (var invariant in books.Invariants)
        {
            await output.WriteLineAsync($"  [{(invariant.Holds ? "ok" : "BROKEN")}] {invariant.Name}{(invariant.Detail is null ? "" : $": {invariant.Detail}")}");
        }

        var balances = books.Accounts
            .Where(account => account.Balance != 0)
            .Select(account => (Account: account.Code.StartsWith("user:", StringComparison.Ordinal) ? account.Code.Split('/')[1] : account.Code, account.Balance))
            .Order()
            .ToList();
        var right = balances.SequenceEqual(Expected.Order()) && books.Accounts.All(account => account.Held == 0) && books.Invariants.All(invariant => invariant.Holds);
        await output.WriteLineAsync(right ? "\nEvery step and every invariant held." : $"\nFAILED: expected {string.Join(", ", Expected)}");
        return right;
    }

    private async Task<long> BalanceOfAsync(string account) =>
        (await worlds.BooksAsync(CancellationToken.None)).Accounts.FirstOrDefault(candidate => candidate.Code == account)?.Balance ?? 0;

    private Task UntilFinalAsync(Func<Task<bool>> condition, string what) =>
        UntilAsync(
            async () =>
            {
                if (await condition())
                {
                    return true;
                }

                await worlds.MineAsync(1, CancellationToken.None);
                return false;
            },
            what);

    /// <summary>The books and the chain tell nobody when they change, so they are asked.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var tries = 0; tries < 900; tries++)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The marketplace may just be coming back after a crash.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TourException($"waited in vain for {what}");
    }

    private Person Person(string name, long id) => new(worlds, name, id, bot, output);

    private void Chapter(string title) => output.WriteLine($"\n{title}");

    [GeneratedRegex(@"https://t\.me/\S+")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")]
    private static partial Regex Address();
}
