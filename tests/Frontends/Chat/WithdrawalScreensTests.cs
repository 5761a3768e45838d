using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>Money on its way out, as the person and the operators read it: <c>Approved/withdrawals.*.txt</c>.</summary>
internal sealed class WithdrawalScreensTests
{
    private const string Home = "THome00000000000000000000000000000";
    private const string NewHome = "TNewHome00000000000000000000000000";
    private const string Contract = "TContract0000000000000000000000000";

    [TestCase("en", "Take back", "Approve", "Refuse", "Withdrawals", "Pause all", "Resume", "Half")]
    [TestCase("fr", "Annuler 400", "Approuver", "Refuser", "Retraits", "Suspendre", "Reprendre", "moitié")]
    public async Task The_story_of_withdrawals_reads_well(
        string language, string takeBack, string approve, string refuse, string withdrawals, string stop, string go, string half)
    {
        await using var world = await World.StartAsync();
        var (bob, olga, oscar, story) = (world.Person("bob", language), world.Olga(language), world.Oscar(language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        async Task Paid(string what, Task act)
        {
            await act;
            story.Note(what);
            story.Add(bob.Receipt);
            story.Add(bob.Sees);
        }

        await bob.Types("/start");
        await olga.Types("/start");
        await oscar.Types("/start");
        await Step("Bob: /payouts, none yet", bob.Types("/payouts"), bob);
        await world.DepositAsync("bob", new Sun(850_000), DepositTarget.Earn);
        await Step("Bob: /withdraw, with too little", bob.Types("/withdraw"), bob);
        await world.DepositAsync("bob", Sun.FromTrx(9_000) - new Sun(850_000), DepositTarget.Earn);

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
        await Paid("Bob confirms again", bob.Presses("✅"));
        await world.WorkAsync();
        story.Note("Bob is told of the address and of the arrival");
        foreach (var message in world.Platform.In("bob").TakeLast(2))
        {
            story.Add(message);
        }

        await bob.Types("/withdraw");
        await bob.Types(Home);
        await Step("Bob: half of it, which is too new", bob.Presses(half), bob);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await Step("Bob: 400 to a new address", bob.Types("400"), bob);
        await Paid("Bob confirms 400", bob.Presses("✅"));
        await Step("Bob: /payouts", bob.Types("/payouts"), bob);
        await Step("Bob takes it back", bob.Presses(takeBack), bob);

        await bob.Types("/withdraw");
        await bob.Types(Home);
        await Step("Bob: 6000", bob.Types("6000"), bob);
        await Paid("Bob confirms 6000", bob.Presses("✅"));
        await world.WorkAsync();
        story.Note("Olga is told");
        story.Add(olga.Sees);
        await Step("Olga looks", olga.Presses(withdrawals), olga);
        await Step("Olga approves", olga.Presses(approve), olga);
        await oscar.Types("/admin");
        await Step("Oscar looks", oscar.Presses(withdrawals), oscar);
        await Step("Oscar approves", oscar.Presses(approve), oscar);
        await world.WorkAsync();
        story.Note("Bob is told of the approval");
        story.Add(bob.Sees);
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
        await Paid("Bob wants more", bob.Presses("✅"));
        await olga.Types("/admin");
        await olga.Presses(withdrawals);
        await Step("Olga refuses", olga.Presses(refuse), olga);
        await Step("Olga says why", olga.Types("Please write to us first."), olga);
        world.Network.Coins = null;
        await world.WorkAsync();
        await world.WorkAsync();
        story.Note("Bob is told");
        foreach (var message in world.Platform.In("bob").TakeLast(2))
        {
            story.Add(message);
        }

        await Step("Bob: /payouts at the end", bob.Types("/payouts"), bob);
        story.Approve($"withdrawals.{language}");
    }

    [TestCase("en", "Name", "Remove", "wasn’t me", "Ban a", "Banned", "Ban", "Let it", "without", "Let in")]
    [TestCase("fr", "Nommer", "Supprimer", "pas moi", "Exclure une", "Personnes", "Exclure", "Laisser partir", "sans", "Laisser revenir")]
    public async Task The_story_of_addresses_and_of_a_ban_reads_well(
        string language, string name, string remove, string notMe, string banSomebody, string banned, string ban, string release, string without, string letIn)
    {
        await using var world = await World.StartAsync(configure: options => options.SupportContact = "@market_help");
        var (bob, olga, story) = (world.Person("bob", language), world.Olga(language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        async Task Paid(string what, Task act)
        {
            await act;
            story.Note(what);
            story.Add(bob.Receipt);
            story.Add(bob.Sees);
        }

        world.Platform.Usernames["bob"] = "Bob_participates";
        await bob.Types("/start");
        await olga.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(900), DepositTarget.Earn);
        await Step("Bob: /addresses, none yet", bob.Types("/addresses"), bob);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("20");
        await Paid("Bob confirms 20", bob.Presses("✅"));
        await Step("Bob wants to name it", world.StoreAndSettleAsync(bob.Pressing(name, bob.Receipt)), bob);
        await Step("Bob: much too long a name", bob.Types(new string('x', 41)), bob);
        await Step("Bob: a name", bob.Types("My wallet"), bob);
        await Step("Bob: /withdraw", bob.Types("/withdraw"), bob);
        await Step("Bob: its name", bob.Types("my WALLET"), bob);
        await Step("Bob: 300", bob.Types("300"), bob);
        await bob.Presses("✅");
        await world.WorkAsync();
        story.Note("Bob is told of the new address");
        var notice = world.Platform.In("bob").Last(message => message.Text.Contains("🔔", StringComparison.Ordinal));
        story.Add(notice);
        await Step("Bob: it wasn't me", world.StoreAndSettleAsync(bob.Pressing(notMe, notice)), bob);

        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("300");
        await bob.Presses("✅");
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("200");
        await bob.Presses("✅");
        await Step("Bob: /addresses", bob.Types("/addresses"), bob);
        world.Marketplace.Clock.Advance(TimeSpan.FromHours(2));
        await olga.Types("/admin");
        await Step("Olga: ban", olga.Presses(banSomebody), olga);
        await Step("Olga: herself", olga.Types("olga"), olga);
        await Step("Olga: bob", olga.Types("@bob_PARTICIPATES"), olga);
        await Step("Olga confirms", olga.Presses(ban), olga);
        await Step("Olga looks at what is held back", olga.Presses("⬆"), olga);
        await Step("Olga lets one go", olga.Presses(release), olga);
        await olga.Presses("⛔");
        await Step("Olga refuses the other", olga.Presses(without), olga);
        await olga.Types("/admin");
        await Step("Olga: who is banned", olga.Presses(banned), olga);
        await Step("Olga: bob again", olga.Presses("telegram:bob"), olga);
        await Step("Bob: /start", bob.Types("/start"), bob);
        await Step("Olga lets him in", olga.Presses(letIn), olga);
        await bob.Types("/addresses");
        await Step("Bob removes the address", bob.Presses(remove), bob);
        story.Approve($"addresses.{language}");
    }

    [Test]
    public async Task Notices_go_to_operators_who_can_act_and_the_queue_counts_what_they_can_act_on()
    {
        await using var world = await World.StartAsync();
        var (bob, olga, oscar) = (world.Person("bob"), world.Olga(), world.Oscar());
        await bob.Types("/start");
        await olga.Types("/start");
        await oscar.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(9_000), DepositTarget.Earn);
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("6000");
        await bob.Presses("✅");
        await world.WorkAsync();
        await olga.Presses("Withdrawals");
        await olga.Presses("Approve");
        var (before, told) = (world.Platform.In("olga").Count(), world.Platform.In("oscar").Count());
        await world.WorkAsync();

        Assert.That(world.Platform.In("olga").Count(), Is.EqualTo(before), "Who has approved is not asked again.");
        Assert.That(world.Platform.In("oscar").Count(), Is.EqualTo(told + 1));
        await olga.Types("/admin");
        Assert.That(olga.Sees.Text, Does.Contain("for you to decide: 0 (1 more waits for another operator)"));
        await oscar.Types("/admin");
        Assert.That(oscar.Sees.Text, Does.Contain("for you to decide: 1"));
    }

    [Test]
    public async Task A_new_address_is_told_in_every_chat_of_the_account()
    {
        await using var world = await World.StartAsync();
        var bob = world.Person("bob");
        await bob.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(900), DepositTarget.Earn);
        // A second chat of the same account.
        await world.Person("bobs-phone").Types("/start");
        await world.Marketplace.Database.ExecuteAsync(
            "UPDATE chat_chats SET account_id = (SELECT account_id FROM chat_chats WHERE chat_id = 'bob') WHERE chat_id = 'bobs-phone'");
        await bob.Types("/withdraw");
        await bob.Types(Home);
        await bob.Types("300");
        await bob.Presses("✅");
        await world.WorkAsync();

        Assert.That(bob.Sees.Button("wasn’t me").Style, Is.EqualTo(ButtonStyle.Danger));
        foreach (var chat in new[] { "bob", "bobs-phone" })
        {
            Assert.That(world.Platform.In(chat).Count(message => message.Text.Contains("A new address", StringComparison.Ordinal)), Is.EqualTo(1), chat);
        }
    }

    [Test]
    public async Task Older_withdrawals_are_reached_page_by_page()
    {
        await using var world = await World.StartAsync();
        var bob = world.Person("bob");
        await bob.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(900), DepositTarget.Earn);
        var account = (await world.AccountAsync("bob")).Id;
        for (var trx = 5; trx < 16; trx++)
        {
            (await world.Marketplace.Send(new RequestWithdrawal(account, Home, Sun.FromTrx(trx)))).Require();
        }

        await bob.Types("/payouts");
        Assert.That(bob.Sees.Text, Does.Contain("15 TRX").And.Contain("8 TRX").And.Not.Contain(" 7 TRX"));
        await bob.Presses("Next");
        Assert.That(bob.Sees.Text, Does.Contain(" 7 TRX").And.Contain(" 5 TRX").And.Not.Contain(" 8 TRX"));
        await bob.Presses("Previous");
        Assert.That(bob.Sees.Text, Does.Contain("15 TRX"));
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

        await world.StoreAndSettleAsync(eve.PressingData(bob.Receipt.Button("Take back").Data!, eve.Sees.Id));

        Assert.That(eve.Sees.Text, Does.StartWith("That button is from an older menu."));
        Assert.That((await world.Marketplace.Send(new GetWallet((await world.AccountAsync("bob")).Id))).EarnHeld, Is.EqualTo(Sun.FromTrx(800)));
    }
}
