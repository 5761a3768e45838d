using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>Every screen as a person reads it, in both languages: <c>Approved/*.txt</c>.</summary>
internal sealed class ScreensTests
{
    [TestCase("en", "Advertise", "Create and fund", "Earn", "Start and earn", "Collect", "Day by day")]
    [TestCase("fr", "Promouvoir", "Créer et financer", "Gagner", "Commencer et gagner", "Toucher", "Jour par jour")]
    public async Task The_story_of_a_campaign_reads_well(string language, string advertise, string create, string earn, string take, string collect, string dayByDay)
    {
        await using var world = await World.StartAsync(also: services => services.AddMarketplaceCharts());
        var (ada, bob, story) = (world.Person("ada", language), world.Person("bob", language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        await Step("Ada: /start", ada.Types("/start"), ada);
        await Step("Ada: /deposit", ada.Types("/deposit"), ada);
        await world.DepositAsync("ada", Sun.FromTrx(20));
        story.Note("Ada is told of her deposit");
        story.Add(ada.Sees);
        await ada.Types("/start");
        await Step("Ada advertises", ada.Presses(advertise), ada);
        await Step("Ada: a title", ada.Types("Try my lucky bot"), ada);
        await Step("Ada: no bot", ada.Types("hello"), ada);
        await Step("Ada: @lucky_bot", ada.Types("@lucky_bot"), ada);
        await Step("Ada: a bad reward", ada.Types("1e3"), ada);
        await Step("Ada: 1,5", ada.Types("1,5"), ada);
        await Step("Ada: a small budget", ada.Types("1"), ada);
        await Step("Ada: 15", ada.Types("15"), ada);
        await Step("Ada confirms", ada.Presses(create), ada);
        await Step("Ada: /my_campaigns", ada.Types("/my_campaigns"), ada);
        await Step("Ada looks at it", ada.Presses("Try my lucky bot"), ada);

        await bob.Types("/start");
        await Step("Bob: Earn", bob.Presses(earn), bob);
        await Step("Bob: an offer", bob.Presses("Try my lucky bot"), bob);
        await Step("Bob takes it", bob.Presses(take), bob);
        await Step("Bob forwards another bot's message", bob.Forwards(botId: "1"), bob);
        await Step("Bob forwards the answer", bob.Forwards(), bob);
        await bob.Opens(collect);
        story.Note("Bob collects: the receipt stays");
        foreach (var message in world.Platform.In("bob").TakeLast(2))
        {
            story.Add(message);
        }

        Assert.That(await world.EarnedAsync("bob"), Is.EqualTo(new Sun(1_275_000)));
        foreach (var command in new[] { "/browse_bots", "/balance", "/history", "/referral", "/language", "/report", "/help" })
        {
            await Step($"Bob: {command}", bob.Types(command), bob);
        }

        await ada.Types("/my_campaigns");
        await Step("Ada looks at it again", ada.Presses("Try my lucky bot"), ada);
        await Step("Ada: day by day", ada.Presses(dayByDay), ada);
        var dora = world.Person("dora", language);
        world.Marketplace.Clock.Advance(TimeSpan.FromDays(2));
        await dora.Types("/start c_" + ActionArguments.EncodeId((await world.Marketplace.Send(new GetMyCampaigns((await world.AccountAsync("ada")).Id)))[0].Id.Value));
        await dora.Presses(take);
        await dora.Forwards("Hello!");
        await dora.Opens(collect);
        await ada.Types("/my_campaigns");
        await ada.Presses("Try my lucky bot");
        await Step("Ada: day by day, two days later", ada.Presses(dayByDay), ada);
        story.Approve($"campaign.{language}");
    }

    [TestCase("en", "Menu", "Continue where you were", "Back", "Keep", "Balance", "Fraud", "Cancel")]
    [TestCase("fr", "Menu", "Reprendre où vous en étiez", "Retour", "Garder", "Solde", "Fraude", "Annuler")]
    public async Task The_story_of_a_dialog_with_detours_reads_well(
        string language, string menu, string goOn, string back, string keep, string balance, string fraud, string cancel)
    {
        await using var world = await World.StartAsync();
        var (ada, bob, story) = (world.Person("ada", language), world.Person("bob", language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(20));
        await ada.Types("/create_campaign");
        await ada.Types("Try my lucky bot");
        await ada.Types("@lucky_bot");
        await Step("Ada: 1,5", ada.Types("1,5"), ada);
        await Step("Ada: back", ada.Presses(back), ada);
        await Step("Ada: back to the bot", ada.Presses(back), ada);
        await Step("Ada keeps the bot", ada.Presses(keep), ada);
        await Step("Ada: a slip", ada.Types("1e3"), ada);
        await Step("Ada keeps the reward", ada.Presses(keep), ada);
        await world.DepositAsync("ada", Sun.FromTrx(5));
        await Step("Ada presses the button under a notice", ada.Presses(balance), ada);
        await Step("Ada: menu", ada.Presses(menu), ada);
        await Step("Ada goes on", ada.Presses(goOn), ada);
        await Step("Ada begins anew", ada.Types("/create_campaign"), ada);
        await world.DepositAsync("ada", Sun.FromTrx(5), Marketplace.Wallets.DepositTarget.Earn);
        await Step("Ada begins something else", ada.Types("/withdraw"), ada);
        await Step("Ada cancels that", ada.Presses(cancel), ada);

        var campaign = await world.CampaignAsync("ada");
        await bob.Types("/start c_" + ActionArguments.EncodeId(campaign.Value));
        await bob.Presses("⚑");
        await bob.Presses(fraud);
        await Step("Bob reports, and goes back to the reason", bob.Presses(back), bob);
        var dora = world.Person("dora", "de");
        await Step("Dora, whose language is not spoken", dora.Types("/balance"), dora);
        story.Approve($"dialogs.{language}");
    }

    [TestCase("en", "Withdraw", "All", "Add money", "Close", "Yes", "Reports", "Stop the campaign", "Withdrawals", "Ban a", "⛔ Ban")]
    [TestCase("fr", "Retirer", "Tout", "Ajouter", "Clôturer", "Oui", "Signalements", "Arrêter la campagne", "Retraits", "Exclure", "Exclure")]
    public async Task The_story_of_money_and_order_reads_well(
        string language, string withdraw, string all, string topUp, string close, string yes, string reports, string stop, string withdrawals, string ban, string shut)
    {
        await using var world = await World.StartAsync();
        var (ada, bob, olga, story) = (world.Person("ada", language), world.Person("bob", language), world.Olga(language), new Snapshot());
        async Task Step(string what, Task act, Person person)
        {
            await act;
            story.Note(what);
            story.Add(person.Sees);
        }

        await ada.Types("/start");
        await bob.Types("/start r_" + (await world.AccountAsync("ada")).ReferralCode);
        await olga.Types("/start");
        var campaign = await world.CampaignAsync("ada", reward: 10_000_000, budget: 10_000_000);
        await bob.Types("/start c_" + ActionArguments.EncodeId(campaign.Value));
        story.Note("Bob opens a shared link");
        story.Add(bob.Sees);
        await bob.Presses("▶");
        await bob.Forwards();
        await bob.Types("/start " + bob.Sees.Button("✅").Url!.Split("start=")[1]);
        await world.WorkAsync();
        story.Note("Ada hears of her commission and of the end of her budget");
        foreach (var message in world.Platform.In("ada").Skip(1))
        {
            story.Add(message);
        }

        await bob.Types("/balance");
        await Step("Bob withdraws", bob.Presses(withdraw), bob);
        await Step("Bob: a bad address", bob.Types("my wallet"), bob);
        await Step("Bob: an address", bob.Types("TWallet000000000000000000000000000"), bob);
        await Step("Bob: too little", bob.Types("1"), bob);
        await Step("Bob: all", bob.Presses(all), bob);
        await bob.Presses("✅");
        story.Note("Bob confirms");
        story.Add(bob.Receipt);
        story.Add(bob.Sees);
        await world.WorkAsync();
        await world.WorkAsync();
        story.Note("Bob is told");
        story.Add(bob.Sees);
        await Step("Bob: /history", bob.Types("/history"), bob);

        await ada.Types("/my_campaigns");
        await ada.Presses("Try my bot");
        await Step("Ada adds money she does not have", ada.Presses(topUp), ada);
        await Step("Ada: 50", ada.Types("50"), ada);
        await bob.Types("/report");
        await bob.Types("/start c_" + ActionArguments.EncodeId(campaign.Value));
        await Step("Bob reports", bob.Presses("⚑"), bob);
        await Step("Bob: a reason", bob.Presses(language == "en" ? "Fraud" : "Fraude"), bob);
        await Step("Bob: words", bob.Types("It asks for my keys"), bob);
        await world.WorkAsync();
        story.Note("Olga is told");
        story.Add(olga.Sees);
        await Step("Olga: /admin", olga.Types("/admin"), olga);
        await Step("Olga: reports", olga.Presses(reports), olga);
        await Step("Olga stops the campaign", olga.Presses(stop), olga);
        await world.WorkAsync();
        story.Note("Ada is told, and Bob who reported it");
        story.Add(ada.Sees);
        story.Add(bob.Sees);
        await Step("Olga: stopped campaigns", olga.Presses("⏹"), olga);
        await Step("Olga would let it run again", olga.Presses("Try my bot"), olga);
        await olga.Presses("‹");
        await ada.Types("/my_campaigns");
        await Step("Ada looks at it", ada.Presses("Try my bot"), ada);
        await Step("Ada closes it", ada.Presses(close), ada);
        await Step("Ada: yes", ada.Presses(yes), ada);
        await olga.Types("/admin");
        await Step("Olga: withdrawals", olga.Presses(withdrawals), olga);
        await olga.Types("/admin");
        await Step("Olga: ban", olga.Presses(ban), olga);
        await Step("Olga: bob", olga.Types("bob"), olga);
        await Step("Olga confirms", olga.Presses(shut), olga);
        await Step("Bob: /start", bob.Types("/start"), bob);

        story.Approve($"money.{language}");
    }
}
