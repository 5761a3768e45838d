using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Wallets.Tests;

internal sealed class AddressBookOnSqlite : AddressBookSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class AddressBookOnPostgreSql : AddressBookSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>The age of an address in somebody's book is the gate, and what opens it too early.</summary>
internal abstract class AddressBookSuite : WalletSuite
{
    private const string Thief = "addr-thief";
    private static readonly TimeSpan CoolDown = TimeSpan.FromHours(1);

    [Test]
    public async Task A_first_small_amount_does_not_open_the_gate_for_the_rest()
    {
        var bob = await EarnerAsync(500);
        var first = await RequestAsync(bob, 50);
        await PushAsync();
        await MineAndPushAsync(FakeNetwork.SolidDepth + 1);

        var rest = await RequestAsync(bob, 90);
        var little = await RequestAsync(bob, 5);

        Assert.That((await Market.Send(new GetWithdrawals(bob))).Single(view => view.Id == first.Id).State, Is.EqualTo(WithdrawalState.Settled));
        Assert.That((rest.Wait, rest.NotBefore), Is.EqualTo((WithdrawalWait.CoolDown, (DateTimeOffset?)(first.RequestedAt + CoolDown))));
        Assert.That(little.Wait, Is.EqualTo(WithdrawalWait.CoolDown), "The free amount counts once for the time in which the address is young.");
    }

    [Test]
    public async Task The_address_ages_from_its_first_use_whatever_became_of_that()
    {
        var bob = await EarnerAsync(500);
        await RequestAsync(bob, 5);
        Market.Clock.Advance(CoolDown);

        Assert.That((await RequestAsync(bob, 90)).Wait, Is.EqualTo(WithdrawalWait.None));
    }

    [Test]
    public async Task Taken_back_while_it_is_young_it_is_new_again_so_that_waiting_and_asking_twice_gains_nothing()
    {
        var bob = await EarnerAsync(500);
        var asked = await RequestAsync(bob, 90);
        Assert.That((await Market.Send(new CancelWithdrawal(bob, asked.Id))).Succeeded);
        Market.Clock.Advance(CoolDown);

        Assert.That((await RequestAsync(bob, 90)).Wait, Is.EqualTo(WithdrawalWait.CoolDown));
    }

    [Test]
    public async Task Disowned_nothing_goes_there_and_what_has_left_is_counted()
    {
        var bob = await EarnerAsync(500);
        await RequestAsync(bob, 20);
        await PushAsync();
        await RequestAsync(bob, 90);
        await RequestAsync(bob, 100);

        var disowned = (await Market.Send(new DisownAddress(bob, Thief))).Require();
        var again = (await Market.Send(new DisownAddress(bob, Thief))).Require();
        Market.Clock.Advance(CoolDown);
        await PushAsync();

        Assert.That(disowned, Is.EqualTo(new DisownedAddress(2, Sun.FromTrx(190), 1)));
        Assert.That(again, Is.EqualTo(new DisownedAddress(0, Sun.Zero, 1)));
        Assert.That((await WalletAsync(bob)).Earn, Is.EqualTo(Sun.FromTrx(480)));
        Assert.That(await Market.Send(new GetSavedAddresses(bob)), Is.Empty);
        Assert.That((await RequestAsync(bob, 90)).Wait, Is.EqualTo(WithdrawalWait.CoolDown), "It is new again.");
    }

    [Test]
    public async Task A_new_address_is_told_once_and_an_old_one_not()
    {
        var bob = await EarnerAsync(500);
        await RequestAsync(bob, 90);
        await RequestAsync(bob, 90);
        Market.Clock.Advance(CoolDown);
        await RequestAsync(bob, 90);

        Assert.That((await EventsAsync("NewAddressUsed")).Single(), Does.Contain(Thief).And.Contain("90000000"));
    }

    [Test]
    public async Task An_address_has_a_name_until_it_is_removed_and_then_it_is_new()
    {
        var (bob, eve) = (await EarnerAsync(500), await PersonAsync());
        await RequestAsync(bob, 5);
        Market.Clock.Advance(CoolDown);
        var entry = (await Market.Send(new GetSavedAddresses(bob))).Single();

        Assert.That((await Market.Send(new NameAddress(eve, entry.Id, "mine"))).Error, Is.EqualTo(WalletErrors.AddressNotFound));
        Assert.That((await Market.Send(new NameAddress(bob, entry.Id, new string('x', 41)))).Error, Is.EqualTo(WalletErrors.BadName.With("most", 40)));
        Assert.That((await Market.Send(new NameAddress(bob, entry.Id, "  My Ledger "))).Succeeded);
        Assert.That((await Market.Send(new GetSavedAddresses(bob))).Single(), Is.EqualTo(entry with { Name = "My Ledger" }));

        Assert.That((await Market.Send(new RemoveAddress(eve, entry.Id))).Error, Is.EqualTo(WalletErrors.AddressNotFound));
        Assert.That((await Market.Send(new RemoveAddress(bob, entry.Id))).Succeeded);
        Assert.That((await RequestAsync(bob, 90)).Wait, Is.EqualTo(WithdrawalWait.CoolDown));
    }

    private async Task<WithdrawalView> RequestAsync(AccountId person, long trx) =>
        (await Market.Send(new RequestWithdrawal(person, Thief, Sun.FromTrx(trx)))).Require();
}
