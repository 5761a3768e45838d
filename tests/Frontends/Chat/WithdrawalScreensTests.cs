using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>Money on its way out, as the person and the operators read it: <c>Approved/withdrawals.*.txt</c>.</summary>
internal sealed class WithdrawalScreensTests
{
    private const string Home = "THome00000000000000000000000000000";
    private const string NewHome = "TNewHome00000000000000000000000000";
    private const string Contract = "TContract0000000000000000000000000";

    [TestCase("en", "Take back", "Approve", "Refuse", "Withdrawals", "Stop all", "Let them")]
    [TestCase("fr", "Annuler 400", "Approuver", "Refuser", "Retraits", "Suspendre", "reprendre")]
    public async Task The_story_of_withdrawals_reads_well(
        string language, string takeBack, string approve, string refuse, string withdrawals, string stop, string go)
    {
        await using var world = await World.StartAsync();
        var (bob, olga, oscar, story) = (world.Person("bob", language), world.Olga(language), world.Oscar(language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        await bob.Types("/start");
        await olga.Types("/start");
        await oscar.Types("/start");
        await Step("Bob: /payouts, none yet", bob.Types("/payouts"), bob);
        await world.DepositAsync("bob", Sun.FromTrx(9_000), DepositTarget.Earn);

        await bob.Types("/withdraw");
        await Step("Bob: a contract", bob.Types(Contract), bob);
        await Step("Bob: the house's own wallet", bob.Types("THot000000000000000000000000000000"), bob);
        world.Network.Answers = false;
        await Step("Bob: the network is silent", bob.Types(NewHome), bob);
        world.Network.Answers = true;
        await Step("Bob: an address nobody has paid to", bob.Types(NewHome), bob);
        await Step("Bob: seven decimals", bob.Types("10.0000001"), bob);
        await Step("Bob: 1e3", bob.Types("1e3"), bob);
        await Step("Bob: 10,5", bob.Types("10,5"), bob);
        world.Network.Answers = false;
        await Step("Bob confirms, and the network is silent", bob.Presses("✅"), bob);
        world.Network.Answers = true;
        await Step("Bob confirms again", bob.Presses("✅"), bob);

        await bob.Types("/withdraw");
        await bob.Types(Home);
        await Step("Bob: 400 to a new address", bob.Types("400"), bob);
        await Step("Bob confirms 400", bob.Presses("✅"), bob);
        await Step("Bob: /payouts", bob.Types("/payouts"), bob);
        await Step("Bob takes it back", bob.Presses(takeBack), bob);

        await bob.Types("/withdraw");
        await bob.Types(Home);
        await Step("Bob: 6000", bob.Types("6000"), bob);
        await Step("Bob confirms 6000", bob.Presses("✅"), bob);
        await world.WorkAsync();
        story.Note("Olga is told");
        story.Add(olga.Sees);
        await Step("Olga looks", olga.Presses(withdrawals), olga);
        await Step("Olga approves", olga.Presses(approve), olga);
        await oscar.Types("/admin");
        await Step("Oscar looks", oscar.Presses(withdrawals), oscar);
        await Step("Oscar approves", oscar.Presses(approve), oscar);
        await Step("Bob: /payouts after both", bob.Types("/payouts"), bob);

        await Step("Olga: /pause_withdrawals", olga.Types("/pause_withdrawals"), olga);
        await Step("Olga stops all", olga.Presses(stop), olga);
        world.Marketplace.Clock.Advance(TimeSpan.FromHours(2));
        await world.WorkAsync();
        await Step("Bob: /payouts while stopped", bob.Types("/payouts"), bob);
        world.Network.Coins = Sun.FromTrx(1_000);
        await olga.Types("/pause_withdrawals");
        await Step("Olga lets them go on", olga.Presses(go), olga);
        await world.WorkAsync();
        await world.WorkAsync();
        story.Note("Olga is told that coins are missing");
        story.Add(olga.Sees);
        await Step("Olga: /admin", olga.Types("/admin"), olga);
        await Step("Bob: /payouts while coins are missing", bob.Types("/payouts"), bob);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("1500");
        await Step("Bob wants more", bob.Presses("✅"), bob);
        await olga.Types("/admin");
        await olga.Presses(withdrawals);
        await Step("Olga refuses", olga.Presses(refuse), olga);
        world.Network.Coins = null;
        await world.WorkAsync();
        await world.WorkAsync();
        story.Note("Bob is told");
        foreach (var message in world.Platform.In("bob").Reverse().Take(2).Reverse())
        {
            story.Add(message);
        }

        await Step("Bob: /payouts at the end", bob.Types("/payouts"), bob);
        story.Approve($"withdrawals.{language}");
    }

    [TestCase("-1")]
    [TestCase("+10")]
    [TestCase("1e3")]
    [TestCase("1 000")]
    [TestCase("10.0000001")]
    [TestCase("١٠")]
    [TestCase("10,5,5")]
    [TestCase("NaN")]
    [TestCase("999999999999999999999999")]
    [TestCase("0")]
    [TestCase("10.")]
    public async Task An_amount_of_every_wrong_kind_is_refused_and_nothing_is_held(string amount)
    {
        await using var world = await World.StartAsync();
        var bob = world.Person("bob");
        await bob.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(100), DepositTarget.Earn);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types(amount);

        Assert.That(bob.Sees.Text, Does.Contain("2 of 2").And.Not.StartWith("**2").And.Not.StartWith("2 of 2"));
        Assert.That((await world.Marketplace.Send(new GetWallet((await world.AccountAsync("bob")).Id))).EarnHeld, Is.EqualTo(Sun.Zero));
    }

    [Test]
    public async Task A_button_to_take_back_somebody_else_s_withdrawal_finds_nothing()
    {
        await using var world = await World.StartAsync();
        var (bob, eve) = (world.Person("bob"), world.Person("eve"));
        await bob.Types("/start");
        await eve.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(900), DepositTarget.Earn);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("800");
        await bob.Presses("✅");

        await world.StoreAndSettleAsync(eve.PressingData(bob.Sees.Button("Take back").Data!, eve.Sees.Id));

        Assert.That(eve.Sees.Text, Does.StartWith("That button is from an older menu."));
        Assert.That((await world.Marketplace.Send(new GetWallet((await world.AccountAsync("bob")).Id))).EarnHeld, Is.EqualTo(Sun.FromTrx(800)));
    }
}
