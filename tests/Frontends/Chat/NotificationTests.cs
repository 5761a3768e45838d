using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Frontends.Tests;

/// <summary>What people are told without having asked.</summary>
internal abstract class NotificationSuite : EngineSuite
{
    [Test]
    public async Task A_notification_is_no_menu_and_its_button_opens_a_new_one()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(20));
        var notification = ada.Sees;
        Assert.That(world.Platform.In("ada").Count(), Is.EqualTo(2), "The menu is still there.");
        await ada.Presses("Balance");
        Assert.Multiple(() =>
        {
            Assert.That(world.Platform.In("ada").Select(message => message.Id), Is.EqualTo(new[] { notification.Id, ada.Sees.Id }), "The old menu made room.");
            Assert.That(ada.Sees.Text, Does.Contain("Advertising: 20 TRX"));
        });
    }

    [Test]
    public async Task Told_to_wait_a_chat_waits_and_loses_nothing_and_others_do_not_wait()
    {
        await using var world = await World.StartAsync(Engine);
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        await bob.Types("/start");
        var busy = true;
        world.Platform.Refuse = (chat, _) => chat == "ada" && busy ? new Delivery(DeliveryOutcome.TryLater, RetryAfter: TimeSpan.FromSeconds(30)) : null;
        await world.DepositAsync("ada", Sun.FromTrx(1));
        await world.DepositAsync("ada", Sun.FromTrx(2));
        await world.DepositAsync("bob", Sun.FromTrx(3));
        Assert.That(bob.Sees.Text, Does.Contain("3 TRX"));
        busy = false;
        await world.Marketplace.RunWorkAsync("chat-notifications");
        Assert.That(ada.Sees.Text, Does.Contain("Marketplace"), "It is not time yet.");
        world.Marketplace.Clock.Advance(TimeSpan.FromSeconds(31));
        await world.Marketplace.RunWorkAsync("chat-notifications");
        Assert.That(world.Platform.In("ada").Skip(1).Select(message => message.Text.Split('\n')[0]), Is.EqualTo(new[]
        {
            "✅ Deposit received: 1 TRX.",
            "✅ Deposit received: 2 TRX.",
        }));
    }

    [Test]
    public async Task Somebody_who_blocked_us_is_left_alone()
    {
        await using var world = await World.StartAsync(Engine);
        await world.Person("ada").Types("/start");
        var asked = 0;
        world.Platform.Refuse = (_, _) =>
        {
            asked++;
            return new Delivery(DeliveryOutcome.Unreachable, Reason: "Forbidden: bot was blocked by the user");
        };
        await world.DepositAsync("ada", Sun.FromTrx(1));
        await world.DepositAsync("ada", Sun.FromTrx(2));
        Assert.That(asked, Is.EqualTo(1));
    }
}

internal sealed class NotificationsOnSqlite : NotificationSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class NotificationsOnPostgreSql : NotificationSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
