using System.Collections.Concurrent;
using Marketplace.Testing;

namespace Marketplace.Frontends.Tests;

/// <summary>What arrives is handled once, in order within a chat, whatever happens to the others.</summary>
internal abstract class InboxSuite : EngineSuite
{
    [Test]
    public async Task The_same_update_delivered_again_has_one_effect()
    {
        await using var world = await World.StartAsync(Engine);
        var update = world.Person("ada").Typing("/start");
        await world.StoreAndSettleAsync(update, update);
        await world.StoreAndSettleAsync(update);
        Assert.That(world.Platform.Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_storm_that_is_delivered_twice_is_answered_once()
    {
        const int Chats = 40, Each = 10;
        await using var world = await World.StartAsync(Engine);
        var answers = new ConcurrentDictionary<string, int>();
        var updates = Enumerable.Range(0, Each)
            .SelectMany(number => Enumerable.Range(0, Chats).Select(chat => world.Person($"p{chat}").Typing($"word {number}")))
            .ToList();
        world.Platform.Refuse = (chat, screen) =>
        {
            answers.AddOrUpdate(chat, 1, (_, count) => count + 1);
            return null;
        };
        // Delivered twice, in pieces that arrive at the same time.
        await Task.WhenAll(updates.Concat(updates).Chunk(50).Select(piece => world.StoreAsync(piece)));
        await world.SettleAsync();
        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.Count.EqualTo(Chats));
            Assert.That(answers.Values, Is.All.EqualTo(Each));
        });
    }

    [Test]
    public async Task The_words_of_one_chat_are_answered_in_the_order_they_came()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await world.StoreAndSettleAsync(
            ada.Typing("/create_campaign"), ada.Typing("A title"), ada.Typing("@lucky_bot"), ada.Typing("1.5"), ada.Typing("30"));
        Assert.That(ada.Sees.Text, Does.Contain("A title").And.Contain("enough for 20 people"));
    }

    [Test]
    public async Task Two_processes_dispatch_each_update_once()
    {
        await using var world = await World.StartAsync(Engine);
        await using var other = world.Marketplace.AnotherProcess();
        var updates = Enumerable.Range(0, 100).Select(chat => world.Person($"p{chat}").Typing("/start")).ToList();
        await world.StoreAsync(updates);
        await Task.WhenAll(other.RunWorkAsync("chat"), world.Marketplace.RunWorkAsync("chat"));
        await world.SettleAsync();
        // Whoever took the lease dispatches; the world's process may be the one that lost.
        Assert.That(world.Platform.Calls, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task A_poisoned_update_is_parked_with_its_reason_and_the_rest_goes_on()
    {
        await using var world = await World.StartAsync(Engine);
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        var poisoned = true;
        world.Platform.Refuse = (chat, screen) => chat == "ada" && poisoned && screen.Buttons.Count > 0 ? throw new InvalidOperationException("a bug of ours") : null;
        await world.StoreAndSettleAsync(ada.Typing("/start"), bob.Typing("/start"));
        poisoned = false;
        await ada.Types("/help");
        var incident = (await world.Marketplace.Database.RowsAsync("SELECT id, failure FROM chat_updates WHERE state = 2")).Single();
        var id = incident.Split('|')[0].ToLowerInvariant()[^8..];
        Assert.Multiple(() =>
        {
            Assert.That(incident, Does.Contain("a bug of ours"));
            Assert.That(world.Platform.In("ada").First().Text, Does.Contain("something went wrong").And.Contain(id));
            Assert.That(world.Marketplace.Logs.Lines, Has.Some.Contains($"incident {id}"));
            Assert.That(ada.Sees.Text, Does.Contain("How it works"));
            Assert.That(bob.Sees.Text, Does.Contain("Marketplace"));
        });
    }

    [Test]
    public async Task Garbage_is_parked_at_once_and_logged()
    {
        await using var world = await World.StartAsync(Engine);
        await world.StoreAndSettleAsync(new ArrivedUpdate("telegram", "9:1", "nobody", "{ this is no update"));
        Assert.Multiple(async () =>
        {
            Assert.That(await world.Marketplace.Database.CountAsync("SELECT count(*) FROM chat_updates WHERE state = 2"), Is.EqualTo(1));
            Assert.That(world.Marketplace.Logs.Lines, Has.Some.Contains("is parked"));
        });
    }

    [Test]
    public async Task What_was_written_is_forgotten_once_it_is_handled()
    {
        await using var world = await World.StartAsync(Engine);
        await world.Person("ada").Types("my secret words");
        Assert.That(await world.Marketplace.Database.CountAsync("SELECT count(*) FROM chat_updates WHERE payload <> ''"), Is.Zero);
    }

    [Test]
    public async Task A_chat_that_must_wait_stalls_no_other()
    {
        await using var world = await World.StartAsync(Engine);
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        world.Platform.Refuse = (chat, _) => chat == "ada" && world.Marketplace.Clock.GetUtcNow().Hour == 12
            ? new Delivery(DeliveryOutcome.TryLater, RetryAfter: TimeSpan.FromMinutes(61), Reason: "Too Many Requests: retry after 3660")
            : null;
        await world.StoreAsync(ada.Typing("/start"), bob.Typing("/start"));
        await Until(async () =>
        {
            await world.Marketplace.RunWorkAsync("chat");
            return world.Platform.In("bob").Any() && await world.Marketplace.Database.CountAsync("SELECT count(*) FROM chat_updates WHERE state = 0") == 1;
        });
        Assert.That(world.Platform.In("ada"), Is.Empty);
        await Until(() =>
        {
            world.Marketplace.Clock.Advance(TimeSpan.FromMinutes(61));
            return Task.FromResult(world.Platform.In("ada").Any());
        });
        await world.SettleAsync();
        Assert.That(ada.Sees.Text, Does.Contain("Marketplace"));
    }

    [Test]
    public async Task A_person_who_blocked_us_gets_no_notification_until_he_writes_again()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.StoreAndSettleAsync(world.Platform.Update("ada", new ReachabilityChanged(false)));
        await world.DepositAsync("ada", new Kernel.Sun(5_000_000));
        Assert.That(world.Platform.In("ada").Count(), Is.EqualTo(1));
        await ada.Types("/start");
        await world.DepositAsync("ada", new Kernel.Sun(6_000_000));
        Assert.That(ada.Sees.Text, Does.Contain("6 TRX"));
    }

    protected static async Task Until(Func<Task<bool>> condition)
    {
        for (var look = 0; !await condition(); look++)
        {
            Assert.That(look, Is.LessThan(3_000), "It does not happen.");
            await Task.Delay(5);
        }
    }
}

internal sealed class InboxOnSqlite : InboxSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class InboxOnPostgreSql : InboxSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
