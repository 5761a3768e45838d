using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Tests;

/// <summary>Coins on their way in, as their owner reads it.</summary>
internal sealed class DepositScreensTests
{
    [TestCase("en", "advertising", "my own balance", "My deposits")]
    [TestCase("fr", "la publicité", "mon propre solde", "Mes dépôts")]
    public async Task The_story_of_deposits_reads_well(string language, string ads, string own, string list)
    {
        await using var world = await World.StartAsync();
        var (cleo, ada, story) = (world.Person("cleo", language), world.Person("ada", language), new Snapshot());
        async Task Step(string what, Func<Task> act)
        {
            await act();
            story.Note(what);
            story.Add(ada.Sees);
        }

        await cleo.Types("/start");
        await ada.Types("/start r_" + (await world.AccountAsync("cleo")).ReferralCode);
        await Step("Ada: /deposit", () => ada.Types("/deposit"));
        await Step("Ada: her own balance", () => ada.Presses(own));
        await ada.Types("/deposit");
        await Step("Ada: for ads", () => ada.Presses(ads));
        await Step("Ada has deposited nothing", () => ada.Presses(list));

        await Step("0.05 TRX arrive", () => world.DepositAsync("ada", new Sun(50_000)));
        await Step("0.02 TRX more", () => world.DepositAsync("ada", new Sun(20_000)));
        await Step("Ada: /balance", () => ada.Types("/balance"));
        await Step("Ada: /deposit", () => ada.Types("/deposit"));
        world.Marketplace.Clock.Advance(TimeSpan.FromMinutes(1));
        await Step("20 TRX arrive at the same address", () => world.DepositAsync("ada", Sun.FromTrx(20)));

        var address = (await world.Marketplace.Send(new OpenDepositAddress((await world.AccountAsync("ada")).Id, DepositTarget.Earn))).Require().Address;
        world.Marketplace.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Network.Show(address, Sun.FromTrx(33));
        await Step("33 TRX are seen", world.WorkAsync);
        await world.WorkAsync();
        await world.WorkAsync();
        await Step("Ada: /deposits", () => ada.Types("/deposits"));
        world.Network.Drop();
        await Step("A fork drops them", world.WorkAsync);
        await Step("Ada: /deposits", () => ada.Types("/deposits"));
        await Step("33 TRX arrive after all", () => world.DepositAsync("ada", Sun.FromTrx(33), DepositTarget.Earn));

        story.Approve($"deposits.{language}");
    }

    [Test]
    public async Task The_address_is_a_picture_to_scan_and_a_button_to_copy()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        await ada.Types("/deposit");
        await ada.Presses("own balance");

        var (picture, address) = (ada.Sees.Screen.Picture!, ada.Sees.Button("Copy the address").Copies);
        Assert.That(ada.Sees.Text, Does.Contain(address));
        Assert.That(picture.Png[..8].ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a }));
        await ada.Presses("My deposits");
        Assert.That(ada.Sees.Screen.Picture, Is.Null);
    }

    [Test]
    public async Task Deposits_are_turned_over_page_by_page()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        for (var trx = 1; trx <= 9; trx++)
        {
            world.Marketplace.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.DepositAsync("ada", Sun.FromTrx(trx));
        }

        await ada.Types("/deposits");
        Assert.That(ada.Sees.Text, Does.Contain("9 TRX").And.Contain("Page 1 of 2").And.Not.Contain("\n1 TRX"));
        await ada.Presses("Next");
        Assert.That(ada.Sees.Text, Does.Contain("1 TRX").And.Contain("Page 2 of 2").And.Not.Contain("9 TRX"));
        await ada.Presses("Previous");
        Assert.That(ada.Sees.Text, Does.Contain("Page 1 of 2"));
    }

    [Test]
    public async Task A_receipt_stays_has_the_new_balance_and_opens_the_transaction()
    {
        await using var world = await World.StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(1));
        await world.DepositAsync("ada", Sun.FromTrx(2));
        var receipts = world.Platform.In("ada").Skip(1).ToArray();

        await ada.Presses("Balance");

        Assert.That(receipts.Select(receipt => receipt.Text.Split('\n')[1]), Is.EqualTo(new[] { "Advertising: 1 TRX", "Advertising: 3 TRX" }));
        Assert.That(receipts.Select(receipt => receipt.Button("Transaction").Url), Has.All.StartsWith("https://paper.example/#/transaction/tx"));
        Assert.That(receipts.Select(receipt => receipt.Id), Is.SubsetOf(world.Platform.In("ada").Select(message => message.Id)));
    }
}
