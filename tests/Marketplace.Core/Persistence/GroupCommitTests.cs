using System.Data.Common;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Persistence.Tests;

/// <summary>The group commit by itself, with a database that the test holds in its hand.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GroupCommitTests : IDisposable
{
    private readonly List<IReadOnlyList<int>> committed = [];
    private readonly SemaphoreSlim gate = new(0);
    private readonly SemaphoreSlim arrived = new(0);

    public void Dispose()
    {
        gate.Dispose();
        arrived.Dispose();
    }

    [Test]
    public async Task Whoever_waits_while_a_commit_is_under_way_shares_the_next()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, AcceptAsync);
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var others = Enumerable.Range(1, 10).Select(number => groups.AddAsync(number)).ToList();

        gate.Release(3);
        await Task.WhenAll([first, .. others]);

        Assert.That(committed, Is.EqualTo(new[] { new[] { 0 }, [1, 2, 3, 4, 5, 6, 7, 8], [9, 10] }));
    }

    [Test]
    public async Task Nobody_is_answered_before_the_commit()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, AcceptAsync);
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var second = groups.AddAsync(1);

        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
        gate.Release();
        await first;
        await arrived.WaitAsync();
        Assert.That(second.IsCompleted, Is.False);
        gate.Release();
        await second;
    }

    [Test]
    public async Task Past_its_room_callers_wait_until_some_went_and_all_are_written_in_the_end()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 2, AcceptAsync, room: 4);
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var others = Enumerable.Range(1, 20).Select(number => groups.AddAsync(number)).ToList();
        using var impatient = new CancellationTokenSource();
        var leaving = groups.AddAsync(100, impatient.Token);

        // The first commit stands, four have room, and the last one has not been taken in: it may leave.
        await impatient.CancelAsync();
        Assert.That(async () => await leaving, Throws.InstanceOf<OperationCanceledException>());

        gate.Release(50);
        await Task.WhenAll([first, .. others]);
        Assert.That(committed.SelectMany(group => group), Is.EqualTo(Enumerable.Range(0, 21)));
    }

    [Test]
    public async Task An_item_that_was_taken_in_is_written_though_its_caller_has_given_up()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 2, AcceptAsync, room: 4);
        using var impatient = new CancellationTokenSource();
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var second = groups.AddAsync(1, impatient.Token);

        await impatient.CancelAsync();
        gate.Release(2);

        Assert.That(await second, Is.True);
        await first;
        Assert.That(committed.SelectMany(group => group), Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public async Task A_failing_group_fails_all_its_callers_and_not_the_next()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, async group =>
        {
            var items = await CommitWhenToldAsync(group);
            return items.Contains(3) ? throw new IOException("The disk is full.") : [.. items.Select(_ => true)];
        });
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var second = Enumerable.Range(1, 8).Select(number => groups.AddAsync(number)).ToList();
        var third = groups.AddAsync(9);

        gate.Release(3);

        Assert.That(await first, Is.True);
        foreach (var task in second)
        {
            Assert.That(async () => await task, Throws.InstanceOf<IOException>());
        }

        Assert.That(await third, Is.True);
    }

    [Test]
    public async Task What_the_group_refuses_is_told_to_its_caller_alone()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, async group =>
        {
            var items = await CommitWhenToldAsync(group);
            return [.. items.Select(item => item != 2)];
        });
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var others = Enumerable.Range(1, 3).Select(number => groups.AddAsync(number)).ToList();

        gate.Release(2);

        Assert.That(await first, Is.True);
        Assert.That(await Task.WhenAll(others), Is.EqualTo(new[] { true, false, true }));
    }

    [Test]
    public async Task Where_the_database_refuses_one_item_the_others_of_its_group_are_written()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, async group =>
        {
            var items = await CommitWhenToldAsync(group);
            return items.Contains(3) ? throw new Refused(isTransient: false) : [.. items.Select(_ => true)];
        });
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var others = Enumerable.Range(1, 4).Select(number => groups.AddAsync(number)).ToList();

        // The first, the group of four, and each of the four alone.
        gate.Release(6);

        Assert.That(await first, Is.True);
        Assert.That(async () => await others[2], Throws.InstanceOf<Refused>());
        Assert.That(await Task.WhenAll(others[0], others[1], others[3]), Is.All.True);
        Assert.That(committed, Is.EqualTo(new[] { new[] { 0 }, [1, 2, 3, 4], [1], [2], [3], [4] }));
    }

    [Test]
    public async Task Where_the_database_is_away_the_group_is_not_tried_item_by_item()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, async group =>
            (await CommitWhenToldAsync(group)).Count > 1 ? throw new Refused(isTransient: true) : [true]);
        var first = groups.AddAsync(0);
        await arrived.WaitAsync();
        var others = Enumerable.Range(1, 4).Select(number => groups.AddAsync(number)).ToList();

        gate.Release(2);

        Assert.That(await first, Is.True);
        foreach (var task in others)
        {
            Assert.That(async () => await task, Throws.InstanceOf<Refused>());
        }
    }

    [Test]
    public async Task Where_no_transaction_could_even_begin_everybody_hears_it()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 8, _ => throw new IOException("The database is away."));

        Assert.That(async () => await groups.AddAsync(1), Throws.InstanceOf<IOException>());
        Assert.That(async () => await groups.AddAsync(2), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Nothing_is_lost_between_two_leaders()
    {
        var groups = new GroupCommit<int, bool>(largestGroup: 4, group => Task.FromResult<IReadOnlyList<bool>>([.. group.Fill().Select(_ => true)]));

        // Each adds the next when it was answered: the leader finds the queue empty again and again while somebody comes.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var number = 0; number < 5_000; number++)
            {
                Assert.That(await groups.AddAsync((caller * 5_000) + number), Is.True);
            }
        })));
    }

    private async Task<IReadOnlyList<bool>> AcceptAsync(CommitGroup<int> group) => [.. (await CommitWhenToldAsync(group)).Select(_ => true)];

    private async Task<IReadOnlyList<int>> CommitWhenToldAsync(CommitGroup<int> group)
    {
        var items = group.Fill();
        arrived.Release();
        await gate.WaitAsync();
        committed.Add(items);
        return items;
    }

    private sealed class Refused(bool isTransient) : DbException
    {
        public override bool IsTransient => isTransient;
    }
}
