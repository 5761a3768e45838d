using Marketplace.Kernel;
using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

internal abstract class OutboxSuite : ProbeSuite
{
    private HeardEvents Events => Market.Services.GetRequiredService<HeardEvents>();

    private OutboxOptions Options => Market.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<OutboxOptions>>().Value;

    [Test]
    public async Task An_event_is_delivered_after_its_commit_once()
    {
        await PublishAsync(new NotePublished("a", 1));
        Assert.That(Events.Heard, Is.Empty);

        await DeliverAsync();
        await DeliverAsync();

        Assert.That(Events.Heard, Is.EqualTo(["a1"]));
        Assert.That(await NotesAsync(), Is.EqualTo(["effect of a 1"]));
        Assert.That(await UnsentAsync(), Is.Zero);
    }

    [Test]
    public async Task An_event_of_a_command_that_failed_is_never_delivered()
    {
        await Market.Send(new Run(tools =>
        {
            tools.Unit.Publish(new NotePublished("a", 1));
            return Task.FromResult<Result>(WriteNoteHandler.Refused);
        }));

        await DeliverAsync();

        Assert.That(Events.Heard, Is.Empty);
    }

    [Test]
    public async Task A_commit_wakes_the_dispatcher()
    {
        var signals = Market.Services.GetRequiredService<WorkSignals>();
        var woken = signals.WaitAsync("outbox", CancellationToken.None);
        Assert.That(woken.IsCompleted, Is.False);

        await PublishAsync(new NotePublished("a", 1));

        await woken;
    }

    [Test]
    public async Task Events_of_one_aggregate_arrive_in_their_order()
    {
        for (var number = 1; number <= 300; number++)
        {
            await PublishAsync(new NotePublished(number % 2 == 0 ? "even" : "odd", number));
        }

        await DeliverAsync();

        Assert.That(Events.Heard.Where(heard => heard.StartsWith("odd", StringComparison.Ordinal)), Is.EqualTo(Numbers("odd", 1)));
        Assert.That(Events.Heard.Where(heard => heard.StartsWith("even", StringComparison.Ordinal)), Is.EqualTo(Numbers("even", 2)));

        static IEnumerable<string> Numbers(string story, int first) => Enumerable.Range(0, 150).Select(index => $"{story}{first + (2 * index)}");
    }

    [Test]
    public async Task A_failed_event_holds_back_its_aggregate_and_no_other()
    {
        FailOn("sick", 1);
        await PublishAsync(new("sick", 1), new("well", 1), new("sick", 2), new("well", 2));

        await DeliverAsync();
        Assert.That(Events.Heard, Is.EqualTo(["well1", "well2"]));

        Heal();
        Market.Clock.Advance(Options.FirstDelay);
        await DeliverAsync();
        Assert.That(Events.Heard, Is.EqualTo(["well1", "well2", "sick1", "sick2"]));
    }

    [Test]
    public async Task A_long_queue_behind_a_failed_event_does_not_starve_the_others()
    {
        FailOn("sick", 1);
        await PublishAsync([.. Enumerable.Range(1, 450).Select(number => new NotePublished("sick", number)), new NotePublished("well", 1)]);

        await DeliverAsync();

        Assert.That(Events.Heard, Is.EqualTo(["well1"]));
    }

    [Test]
    public async Task The_wait_doubles_up_to_the_longest()
    {
        FailOn("sick", 1);
        await PublishAsync(new NotePublished("sick", 1));
        var waits = new List<double>();
        for (var attempt = 1; attempt < Options.MaximumAttempts; attempt++)
        {
            await DeliverAsync();
            Assert.That(await AttemptsAsync(), Is.EqualTo(attempt));
            var waited = TimeSpan.Zero;
            while (await AttemptsAsync() == attempt && waited <= Options.LongestDelay)
            {
                // Half a second before it is due nothing happens; then it does.
                var step = waited == TimeSpan.Zero ? TimeSpan.FromMilliseconds(500) : waited;
                Market.Clock.Advance(step);
                waited += step;
                await DeliverAsync();
            }

            waits.Add(waited.TotalSeconds);
            if (waits.Count == 4)
            {
                break;
            }
        }

        Assert.That(waits, Is.EqualTo([1.0, 2.0, 4.0, 8.0]));
    }

    [Test]
    public async Task After_the_last_attempt_the_event_is_parked_with_its_reason_and_the_next_ones_go_on()
    {
        FailOn("sick", 1);
        await PublishAsync(new("sick", 1), new("sick", 2));

        for (var attempt = 0; attempt < Options.MaximumAttempts; attempt++)
        {
            await DeliverAsync();
            Market.Clock.Advance(Options.LongestDelay);
        }

        await DeliverAsync();
        Assert.That(Events.Heard, Is.EqualTo(["sick2"]));
        var parked = await Market.Database.RowsAsync("SELECT attempts, failure FROM outbox_messages WHERE parked_at IS NOT NULL");
        Assert.That(parked.Single(), Does.StartWith("10|").And.Contain("sick 1 fails"));
        Assert.That(Market.Logs.Lines, Has.Some.Contain("parked: it waits for an operator"));
    }

    [Test]
    public async Task A_parked_event_that_an_operator_freed_is_delivered()
    {
        FailOn("sick", 1);
        await PublishAsync(new NotePublished("sick", 1));
        for (var attempt = 0; attempt < Options.MaximumAttempts; attempt++)
        {
            await DeliverAsync();
            Market.Clock.Advance(Options.LongestDelay);
        }

        Heal();
        await Market.Database.ExecuteAsync("UPDATE outbox_messages SET parked_at = NULL");
        await DeliverAsync();

        Assert.That(Events.Heard, Is.EqualTo(["sick1"]));
    }

    [Test]
    public async Task An_event_that_no_installed_module_knows_is_parked_and_not_lost()
    {
        await PublishAsync(new NotePublished("a", 1));
        await Market.Database.ExecuteAsync("UPDATE outbox_messages SET type = 'gone.Forgotten', attempts = 9");

        await DeliverAsync();

        var parked = await Market.Database.RowsAsync("SELECT failure FROM outbox_messages WHERE parked_at IS NOT NULL");
        Assert.That(parked.Single(), Does.Contain("No installed module knows gone.Forgotten"));
    }

    [Test]
    public async Task A_crash_between_the_effect_and_the_mark_repeats_the_delivery_but_not_the_effect()
    {
        await PublishAsync(new NotePublished("a", 1));
        using var crash = new CancellationTokenSource();
        Events.OnHeard = (_, unit) => unit.AfterCommit(crash.Cancel);
        Assert.That(async () => await Market.RunWorkAsync("outbox", crash.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await NotesAsync(), await UnsentAsync()), Is.EqualTo((new[] { "effect of a 1" }, 1L)));

        await using var restarted = Market.AnotherProcess();
        await restarted.RunWorkUntilIdleAsync("outbox");

        Assert.That((await NotesAsync(), await UnsentAsync()), Is.EqualTo((new[] { "effect of a 1" }, 0L)));
    }

    [Test]
    public async Task A_crash_before_the_commit_of_the_effect_leaves_nothing_and_repeats_all()
    {
        await PublishAsync(new NotePublished("a", 1));
        using var crash = new CancellationTokenSource();
        Events.OnHeard = (_, _) =>
        {
            crash.Cancel();
            crash.Token.ThrowIfCancellationRequested();
        };
        Assert.That(async () => await Market.RunWorkAsync("outbox", crash.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await NotesAsync(), await UnsentAsync()), Is.EqualTo((Array.Empty<string>(), 1L)));

        Heal();
        await DeliverAsync();

        Assert.That((await NotesAsync(), await UnsentAsync()), Is.EqualTo((new[] { "effect of a 1" }, 0L)));
    }

    [Test]
    public async Task Two_dispatchers_at_once_have_each_effect_once([Values] bool together)
    {
        Events.Shares = together;
        await PublishAsync([.. Enumerable.Range(1, 40).Select(number => new NotePublished($"story {number % 8}", number))]);
        await using var other = Market.AnotherProcess();
        other.Services.GetRequiredService<HeardEvents>().Shares = together;

        await Task.WhenAll(
            Task.Run(() => Market.RunWorkUntilIdleAsync("outbox")),
            Task.Run(() => other.RunWorkUntilIdleAsync("outbox")));
        // Where the two met, one of them may have to come again.
        Market.Clock.Advance(Options.LongestDelay);
        await DeliverAsync();

        Assert.That(await NotesAsync(), Has.Count.EqualTo(40).And.Unique);
        Assert.That(await UnsentAsync(), Is.Zero);
    }

    [Test]
    public async Task Events_whose_handlers_share_a_transaction_are_committed_together()
    {
        var transactions = new HashSet<System.Data.Common.DbTransaction>();
        Events.Shares = true;
        Events.OnHeard = (_, unit) => transactions.Add(unit.Transaction);
        await PublishAsync([.. Enumerable.Range(1, 40).Select(number => new NotePublished("a", number))]);

        await DeliverAsync();
        await DeliverAsync();

        Assert.That(transactions, Has.Count.EqualTo(2));
        Assert.That(Events.Heard, Is.EqualTo(Enumerable.Range(1, 40).Select(number => $"a{number}")));
        Assert.That((await NotesAsync()).Count, Is.EqualTo(40));
        Assert.That(await UnsentAsync(), Is.Zero);
    }

    [Test]
    public async Task Where_one_of_those_fails_the_others_have_their_effect_once_and_it_alone_is_tried_again()
    {
        Events.Shares = true;
        FailOn("sick", 2);
        await PublishAsync(new("well", 1), new("sick", 2), new("sick", 3), new("well", 4));

        await DeliverAsync();
        Assert.That(await NotesAsync(), Is.EquivalentTo(["effect of well 1", "effect of well 4"]));
        Assert.That(await UnsentAsync(), Is.EqualTo(2));

        Heal();
        Market.Clock.Advance(Options.FirstDelay);
        await DeliverAsync();
        Assert.That(await NotesAsync(), Is.EquivalentTo(["effect of well 1", "effect of well 4", "effect of sick 2", "effect of sick 3"]));
    }

    private Task<Result> PublishAsync(params NotePublished[] events) => Market.Send(new Run(tools => Array.ForEach(events, tools.Unit.Publish)));

    private Task DeliverAsync() => Market.RunWorkUntilIdleAsync("outbox");

    private void FailOn(string story, int number) => Events.OnHeard = (heard, _) =>
    {
        if (heard.Story == story && heard.Number == number)
        {
            throw new InvalidOperationException($"{story} {number} fails");
        }
    };

    private void Heal() => Events.OnHeard = (_, _) => { };

    private Task<long> UnsentAsync() => Market.Database.CountAsync("SELECT count(*) FROM outbox_messages WHERE sent_at IS NULL");

    private Task<long> AttemptsAsync() => Market.Database.CountAsync("SELECT attempts FROM outbox_messages");
}

internal sealed class OutboxOnSqlite : OutboxSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class OutboxOnPostgreSql : OutboxSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
