using System.Text.Json;
using Marketplace.Frontends.Telegram.Polling;
using Marketplace.Testing;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>How far this machine's clock is from Telegram's, as messages tell it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PollingWatchTests : IDisposable
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.2);

    private readonly FakeClock clock = new();
    private readonly LogBook logs = new();
    private readonly PollingWatch watch;

    public PollingWatchTests()
    {
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        watch = new PollingWatch(clock, factory.CreateLogger<PollingWatch>());
    }

    public void Dispose() => logs.Dispose();

    [Test]
    public void Twelve_seconds_ahead_are_known_after_two_messages_and_said_once()
    {
        Take(Held, age: 13);
        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.Zero), "one message may have been under way for long");

        Take(Held, age: 12);
        Take(Held, age: 12);

        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(logs.Lines, Is.EqualTo(new[]
        {
            "Warning Marketplace.Frontends.Telegram.Polling.PollingWatch: This machine's clock is 10 s ahead of Telegram's: set it right, for rewards, limits and cool-downs go by it",
        }));
    }

    [Test]
    public void A_message_from_the_future_tells_that_the_clock_is_behind()
    {
        Take(AtOnce, age: -12);
        Take(AtOnce, age: -12);

        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.FromSeconds(-12)));
    }

    [Test]
    public void A_clock_that_was_set_right_is_believed_again()
    {
        Take(Held, age: 12);
        Take(Held, age: 12);
        Take(Held, age: 1);

        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.Zero));
        Assert.That(logs.Lines, Has.One.Contains("agrees with Telegram's again"));
    }

    [Test]
    public void What_waited_for_us_tells_nothing()
    {
        Take(AtOnce, age: 3_600);
        Take(AtOnce, age: 3_500);

        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase("[]")]
    [TestCase("[7]")]
    [TestCase("""[{"message":7}]""")]
    [TestCase("""[{"message":{"date":"soon"}}]""")]
    [TestCase("""[{"message":{"date":99999999999999}}]""")]
    [TestCase("""[{"callback_query":{"message":{"date":1}}}]""")]
    public void A_batch_without_a_date_tells_nothing(string batch)
    {
        for (var times = 0; times < 3; times++)
        {
            watch.Stored(JsonDocument.Parse(batch).RootElement, clock.GetUtcNow(), Held);
        }

        Assert.That(watch.ClockAhead, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void It_knows_for_how_long_nothing_was_stored()
    {
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That(watch.Quiet, Is.EqualTo(TimeSpan.FromMinutes(5)));

        Take(AtOnce, age: 0);

        Assert.That(watch.Quiet, Is.EqualTo(TimeSpan.Zero));
    }

    private void Take(TimeSpan waited, int age)
    {
        var date = clock.GetUtcNow().ToUnixTimeSeconds() - age;
        watch.Stored(JsonDocument.Parse($$$"""[{"update_id":1,"message":{"date":{{{date}}}}}]""").RootElement, clock.GetUtcNow(), waited);
    }
}
