using Marketplace.Testing;
using Marketplace.Tron;

namespace Marketplace.EndToEnd.Tests.BadInput;

/// <summary>Impatient fingers, unlucky moments and small cheats: each is answered, and every sun is paid once.</summary>
internal abstract class RacesForMoneySuite : EngineSuite
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await World.StartAsync(Engine);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (world is not null)
        {
            await world.BooksAsync();
            await world.DisposeAsync();
        }
    }

    [Test]
    public async Task Two_identical_forwards_at_once_and_the_link_opened_twice_pay_once()
    {
        var (owner, bob) = (await world.PersonAsync("Olaf"), await world.PersonAsync("Bert"));
        await bob.ClaimAsync(await owner.CampaignAsync(budget: 3));
        var message = await bob.PromotedAnswerAsync();

        await Task.WhenAll(bob.ForwardAsync(message), bob.ForwardAsync(message));
        await bob.CollectAsync();
        await bob.ForwardAsync(message);
        await bob.Phone.ReadAsync("You have no task that this message could prove");

        await bob.AskAsync("/balance", "Your own balance: 0.85 TRX");
        await AssertBudgetAsync(owner, "Budget left: 2 TRX");
    }

    [Test]
    public async Task A_button_pressed_ten_times_at_once_counts_once()
    {
        var (owner, bob) = (await world.PersonAsync("Otto"), await world.PersonAsync("Beth"));
        var campaign = await owner.CampaignAsync(budget: 3);
        await bob.Phone.OpenAsync(campaign);
        await bob.Phone.ReadAsync("You earn");
        await bob.HammerAsync("Start and earn", 10);
        await bob.Phone.ReadAsync("is waiting for you");
        await AssertBudgetAsync(owner, "In progress: 1 TRX");
        await bob.ProveAsync();
        await bob.CollectAsync();

        await owner.DepositAsync(2);
        await owner.AskAsync("/create_campaign", "1 of 4");
        await owner.AskAsync("Hammered", "2 of 4");
        await owner.AskAsync("@weather_whale_bot", "3 of 4");
        await owner.AskAsync("1", "4 of 4");
        await owner.AskAsync("1", "Please check");
        await owner.HammerAsync("Create and fund it", 10);
        await owner.AskAsync("/my_campaigns", "You have 2 campaigns");
    }

    [Test]
    public async Task A_forward_before_any_claim_is_told_what_to_do_first()
    {
        var bob = await world.PersonAsync("Bram");
        await bob.AskAsync("/start", "earn TRX");
        await bob.ProveAsync();
        await bob.Phone.ReadAsync("You have no task that this message could prove");
    }

    [Test]
    public async Task A_campaign_paused_between_browsing_and_claiming_is_not_given_out()
    {
        var (owner, bob) = (await world.PersonAsync("Odin"), await world.PersonAsync("Bill"));
        await bob.Phone.OpenAsync(await owner.CampaignAsync(budget: 2));
        await bob.Phone.ReadAsync("You earn");
        await owner.Phone.PressAsync("Pause");
        await owner.Phone.ReadAsync("⏸ Paused");

        await bob.Phone.PressAsync("Start and earn");

        await bob.Phone.ReadAsync("isn’t running right now");
    }

    [Test]
    public async Task Who_has_claimed_is_paid_although_the_budget_ended_and_who_comes_late_is_told()
    {
        var (owner, first, late) = (await world.PersonAsync("Olga"), await world.PersonAsync("Fay"), await world.PersonAsync("Lars"));
        var campaign = await owner.CampaignAsync(budget: 1);
        await late.Phone.OpenAsync(campaign);
        await late.Phone.ReadAsync("You earn");
        await first.ClaimAsync(campaign);

        await late.Phone.PressAsync("Start and earn");
        await late.Phone.ReadAsync("Others were faster");
        await first.ProveAsync();
        await first.CollectAsync();
        await AssertBudgetAsync(owner, "Paid: 1 person");
    }

    [Test]
    public async Task A_campaign_closed_between_claim_and_proof_still_pays_what_it_reserved()
    {
        var (owner, bob) = (await world.PersonAsync("Oona"), await world.PersonAsync("Bess"));
        await bob.ClaimAsync(await owner.CampaignAsync(budget: 3));
        await owner.Phone.PressAsync("Close");
        await owner.Phone.ReadAsync("for good");
        await owner.Phone.PressAsync("Yes, close it");
        await owner.Phone.ReadAsync("2 TRX is back");

        await bob.ProveAsync();
        await bob.CollectAsync();
        await owner.AskAsync("/balance", "Advertising: 2 TRX");
    }

    [Test]
    public async Task More_than_one_has_is_not_withdrawn_and_ten_presses_withdraw_once()
    {
        var (owner, bob) = (await world.PersonAsync("Owen"), await world.PersonAsync("Blue"));
        await owner.DepositAsync(20);
        await owner.AskAsync("/withdraw", "of the 5 TRX you need");
        await bob.ClaimAsync(await owner.CampaignAsync("Ten at once", "weather_whale_bot", reward: 10, budget: 10));
        await bob.ProveAsync();
        await bob.Phone.ReadAsync("Proof accepted");
        await bob.Phone.PressAsync("Collect my money");
        await bob.Phone.ReadAsync("You earned 8.5 TRX");
        await world.UntilPaidAsync();
        var wallet = Wallet();
        await bob.AskAsync("/withdraw", "1 of 2");
        await bob.AskAsync(wallet, "2 of 2");
        foreach (var amount in new[] { "10", "0", "-5", "1.0000001", "1e1", "99999999999999999999" })
        {
            await bob.AskAsync(amount, "2 of 2");
        }

        await bob.AskAsync("8", "Please check");

        await bob.HammerAsync("Withdraw", 10);

        await World.UntilAsync(
            async () =>
            {
                await world.Worlds.MineAsync(1, CancellationToken.None);
                return await world.Worlds.ChainBalanceAsync(wallet, CancellationToken.None) > 0;
            },
            "the withdrawal on the chain");
        await bob.AskAsync("/balance", "Your own balance: 0.5 TRX");
        Assert.That(await world.Worlds.ChainBalanceAsync(wallet, CancellationToken.None), Is.EqualTo(5_400_000));
    }

    private static async Task AssertBudgetAsync(Guest owner, string words)
    {
        await owner.AskAsync("/my_campaigns", "My campaigns");
        await owner.Phone.PressAsync("A small task");
        await owner.Phone.ReadAsync(words);
    }

    /// <summary>An address that no test used before.</summary>
    private static string Wallet() => TronKey.Generate().Address.ToString();
}

internal sealed class RacesForMoneyOnSqlite : RacesForMoneySuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class RacesForMoneyOnPostgreSql : RacesForMoneySuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
