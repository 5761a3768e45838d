using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

internal abstract class PurgeSuite : ProbeSuite
{
    private static readonly TimeSpan Forgotten = new OutboxOptions().Retention + TimeSpan.FromHours(2);

    [Test]
    public async Task Delivered_events_are_forgotten_after_their_retention_and_not_before()
    {
        await PublishAsync("a");
        Market.Clock.Advance(TimeSpan.FromDays(6));
        await PurgeAsync();
        Assert.That(await CountAsync(), Is.EqualTo(2), "The event, and who has seen it.");

        Market.Clock.Advance(TimeSpan.FromDays(2));
        await PurgeAsync();

        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task What_waits_for_somebody_stays_and_so_does_who_has_seen_it()
    {
        await PublishAsync("a", "b");
        await Market.Database.ExecuteAsync("UPDATE outbox_messages SET sent_at = NULL, parked_at = occurred_at WHERE aggregate = 'story:b'");
        Market.Clock.Advance(Forgotten);

        await PurgeAsync();

        Assert.That(await Market.Database.RowsAsync("SELECT aggregate FROM outbox_messages"), Is.EqualTo(["story:b"]));
        Assert.That(await Market.Database.CountAsync("SELECT count(*) FROM inbox_messages"), Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_long_pause_each_turn_takes_a_thousand_rows_and_leaves_the_writers_turn_to_others()
    {
        const int messages = 2_300;
        await PublishAsync([.. Enumerable.Repeat("a", messages)]);
        Market.Clock.Advance(Forgotten);
        var before = await CountAsync();
        var counts = new List<long>();
        for (var more = true; more; counts.Add(await CountAsync()))
        {
            more = await Market.RunWorkAsync("persistence.purge");
            // Nothing of the purge is open between two turns: whoever wants to write does, at once.
            Assert.That((await Market.Send(new Run(tools => tools.Write($"after turn {counts.Count}")))).Error, Is.Null);
        }

        Assert.That(before, Is.EqualTo(2 * messages));
        Assert.That(counts.Prepend(before).Zip(counts, (was, isNow) => was - isNow), Has.All.LessThanOrEqualTo(1_000));
        Assert.That(counts[^1], Is.Zero);
    }

    [Test]
    public async Task A_purge_that_fails_keeps_no_other_from_its_turn()
    {
        await PublishAsync("a");
        Market.Clock.Advance(Forgotten);
        Market.Services.GetRequiredService<HeardEvents>().PurgeFails = true;

        await PurgeAsync();

        Assert.That(await CountAsync(), Is.Zero);
        Assert.That(Market.Logs.Lines, Has.Some.Contains("a.probe"));
    }

    private async Task PublishAsync(params string[] stories)
    {
        await Market.Send(new Run(tools => Array.ForEach(stories, story => tools.Unit.Publish(new NotePublished(story, 1)))));
        await Market.RunWorkUntilIdleAsync("outbox");
    }

    private Task PurgeAsync() => Market.RunWorkUntilIdleAsync("persistence.purge");

    private Task<long> CountAsync() => Market.Database.CountAsync("SELECT (SELECT count(*) FROM outbox_messages) + (SELECT count(*) FROM inbox_messages)");
}

internal sealed class PurgeOnSqlite : PurgeSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class PurgeOnPostgreSql : PurgeSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
