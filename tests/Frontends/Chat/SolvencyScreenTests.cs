using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

internal sealed class SolvencyScreenTests
{
    [TestCase("en")]
    [TestCase("fr")]
    public async Task The_proof_reads_well_before_and_after_one_was_made(string language)
    {
        await using var world = await World.StartAsync();
        var (ada, story) = (world.Person("ada", language), new Snapshot());
        await ada.Types("/start");
        await ada.Types("/solvency");
        story.Note("None was made yet");
        story.Add(ada.Sees);

        await world.Marketplace.Send(new TakeSolvencySnapshot());
        await ada.Types("/solvency");
        story.Note("Nobody has anything");
        story.Add(ada.Sees);

        await world.DepositAsync("ada", Sun.FromTrx(20));
        await world.Marketplace.Send(new TakeSolvencySnapshot());
        await ada.Types("/solvency");
        story.Note("Ada has 20 TRX for ads");
        story.Add(ada.Sees);

        story.Approve($"solvency.{language}");
    }

    [Test]
    public async Task With_a_public_page_the_screen_opens_the_person_s_own_part()
    {
        await using var world = await World.StartAsync(configure: chat => chat.PublicUrl = new Uri("https://market.example"));
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(20));
        await world.Marketplace.Send(new TakeSolvencySnapshot());

        await ada.Types("/balance");
        await ada.Presses("Proof of funds");

        var link = ada.Sees.Button("Check my part").Url!;
        Assert.That(link, Does.StartWith("https://market.example/solvency/proof/"));
        var proof = await world.Marketplace.Send(new FindSolvencyProof(link.Split('/', '?')[^2]));
        Assert.That(proof!.Accounts.Select(account => account.Balance), Is.EqualTo([Sun.FromTrx(20).Value]));
    }

    [Test]
    public async Task What_is_in_somebody_s_campaigns_is_in_his_proof()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.CampaignAsync("ada", budget: 10_000_000);
        await world.Marketplace.Send(new TakeSolvencySnapshot());

        await ada.Types("/solvency");

        Assert.That(ada.Sees.Text, Does.Contain("In the campaign “\u2068Try my bot\u2069”: 10 TRX"));
    }

    [Test]
    public async Task Who_has_no_part_in_it_is_not_asked_to_check_one()
    {
        await using var world = await World.StartAsync(configure: chat => chat.PublicUrl = new Uri("https://market.example"));
        var ada = world.Person("ada", "fr");
        await ada.Types("/start");
        await world.Marketplace.Send(new TakeSolvencySnapshot());
        world.Marketplace.Clock.Advance(TimeSpan.FromHours(5));

        await ada.Types("/solvency");

        Assert.That(ada.Sees.Screen.Buttons.SelectMany(row => row).Where(button => button.Url is not null).Select(button => button.Url), Is.EqualTo(new[] { "https://market.example/solvency?lang=fr" }));
        Assert.That(ada.Sees.Text, Does.Contain("il y a 5 heures (1 juin 2026 12:00 UTC)"));
    }

    [Test]
    public async Task Of_many_campaigns_the_largest_are_named_and_the_rest_is_counted()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        for (var trx = 1; trx <= 7; trx++)
        {
            await world.CampaignAsync("ada", $"Campaign {trx}", budget: trx * 1_000_000);
        }

        await world.Marketplace.Send(new TakeSolvencySnapshot());
        await ada.Types("/solvency");

        Assert.That(ada.Sees.Text, Does.Contain("“\u2068Campaign 7\u2069”: 7 TRX").And.Contain("In 2 more campaigns: 3 TRX").And.Not.Contain("Campaign 2"));
    }

    [Test]
    public async Task An_operator_makes_a_new_one_at_once()
    {
        await using var world = await World.StartAsync();
        var (ada, olga) = (world.Person("ada"), world.Olga());
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(20));
        await world.Marketplace.RunWorkAsync("wallets.reconcile");
        await olga.Types("/solvency");

        await olga.Presses("Make a new one");

        Assert.That(olga.Sees.Text, Does.Contain("20 TRX").And.Contain("nothing is missing").And.Contain("Covered"));
    }

    [Test]
    public async Task A_public_page_that_is_none_stops_the_start() => Assert.That(
        async () => await World.StartAsync(configure: chat => chat.PublicUrl = new Uri("ftp://market.example")),
        Throws.InstanceOf<Microsoft.Extensions.Options.OptionsValidationException>().With.Message.Contains("PublicUrl"));
}
