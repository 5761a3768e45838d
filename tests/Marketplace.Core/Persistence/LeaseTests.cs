using System.Diagnostics;
using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Persistence.Leases;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

internal abstract class LeaseSuite : ProbeSuite
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    [Test]
    public async Task The_first_comer_has_it_and_the_second_has_not()
    {
        var first = await AcquireAsync("a");

        Assert.That(first, Is.EqualTo(new Lease("scanner", 1, Market.Clock.GetUtcNow() + Duration)));
        Assert.That(await AcquireAsync("b"), Is.Null);
    }

    [Test]
    public async Task Its_owner_prolongs_it_under_the_same_epoch()
    {
        await AcquireAsync("a");
        Market.Clock.Advance(TimeSpan.FromSeconds(10));
        var renewed = await AcquireAsync("a");
        Market.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((renewed!.Epoch, renewed.Until), Is.EqualTo((1L, Market.Clock.GetUtcNow() + TimeSpan.FromSeconds(5))));
        Assert.That(await AcquireAsync("b"), Is.Null);
    }

    [Test]
    public async Task It_ends_by_itself_and_the_next_owner_has_a_higher_epoch()
    {
        await AcquireAsync("a");
        Market.Clock.Advance(Duration - TimeSpan.FromMilliseconds(1));
        Assert.That(await AcquireAsync("b"), Is.Null);

        Market.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await AcquireAsync("b"))?.Epoch, Is.EqualTo(2));
        Assert.That(await AcquireAsync("a"), Is.Null);
    }

    [Test]
    public async Task Given_back_it_is_free_at_once()
    {
        var lease = (await AcquireAsync("a"))!;
        await ReleaseAsync(lease);

        Assert.That((await AcquireAsync("b"))?.Epoch, Is.EqualTo(2));
    }

    [Test]
    public async Task A_late_release_of_a_former_owner_does_not_end_the_new_one_s()
    {
        var former = (await AcquireAsync("a"))!;
        Market.Clock.Advance(Duration);
        await AcquireAsync("b");

        await ReleaseAsync(former);

        Assert.That(await AcquireAsync("c"), Is.Null);
    }

    [Test]
    public async Task A_late_write_of_a_former_owner_is_told_by_its_epoch()
    {
        var former = (await AcquireAsync("a"))!;
        Assert.That(await WriteAsAsync(former), Is.True);
        Market.Clock.Advance(Duration);
        var current = (await AcquireAsync("b"))!;

        Assert.That(await WriteAsAsync(former), Is.False);
        Assert.That(await WriteAsAsync(current), Is.True);
        Assert.That(await NotesAsync(), Is.EqualTo(["epoch 1", "epoch 2"]));
    }

    [Test]
    public async Task A_released_lease_is_current_for_nobody()
    {
        var lease = (await AcquireAsync("a"))!;
        await ReleaseAsync(lease);

        Assert.That(await WriteAsAsync(lease), Is.False);
    }

    [Test]
    public async Task Of_many_who_come_at_once_one_has_it()
    {
        for (var round = 0; round < 10; round++)
        {
            var leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => AcquireAsync($"owner {round}.{number}"))));
            Assert.That(leases.Count(lease => lease is not null), Is.EqualTo(1));
            Assert.That(leases.Single(lease => lease is not null)!.Epoch, Is.EqualTo(round + 1));
            Market.Clock.Advance(Duration);
        }
    }

    [Test]
    public async Task A_clock_that_goes_back_a_little_makes_no_second_owner()
    {
        await AcquireAsync("a");
        Market.Clock.Set(Market.Clock.GetUtcNow() - TimeSpan.FromSeconds(30));

        Assert.That(await AcquireAsync("b"), Is.Null);
    }

    [Test]
    public async Task A_clock_that_was_a_day_ahead_leaves_nobody_waiting_for_a_day()
    {
        var right = Market.Clock.GetUtcNow();
        Market.Clock.Set(right.AddDays(1));
        var wrong = (await AcquireAsync("a"))!;
        Market.Clock.Set(right);

        Assert.That(wrong.IsFresh(right, Duration), Is.False, "its own owner asks again");
        Assert.That(await HolderAsync(), Is.Null);
        Assert.That((await AcquireAsync("b"))?.Until, Is.EqualTo(right + Duration));
        Assert.That((await HolderAsync())?.Owner, Is.EqualTo("b"));
    }

    [Test]
    public void No_lease_is_longer_than_the_longest() => Assert.That(
        async () => await Market.InScopeAsync(services => services.GetRequiredService<ILeases>()
            .TryAcquireAsync("scanner", "a", Lease.Longest + TimeSpan.FromTicks(1), CancellationToken.None)),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    [Platform(Include = "Linux", Reason = "only Linux tells of a process that it is the same one")]
    public async Task What_a_killed_process_of_this_machine_held_is_free_at_once()
    {
        using var process = Process.Start("sleep", "600");
        var itself = LeaseOwner.New().Split(':');
        var started = (await File.ReadAllTextAsync($"/proc/{process.Id}/stat")).Split(") ")[^1].Split(' ')[19];
        var owner = $"{itself[0]}:{process.Id}:{itself[2]}:{started}:0";
        await AcquireAsync(owner);
        Assert.That(await AcquireAsync("b"), Is.Null, "it lives");

        process.Kill();
        await process.WaitForExitAsync();

        Assert.That(await HolderAsync(), Is.Null);
        Assert.That((await AcquireAsync("b"))?.Epoch, Is.EqualTo(2));
    }

    [Test]
    [Platform(Include = "Linux", Reason = "only Linux tells of a process that it is the same one")]
    public async Task A_process_that_got_the_number_of_a_dead_one_is_another()
    {
        var itself = LeaseOwner.New().Split(':');
        await AcquireAsync($"{itself[0]}:{itself[1]}:{itself[2]}:{long.Parse(itself[3], CultureInfo.InvariantCulture) - 1}:0");

        Assert.That(await AcquireAsync("b"), Is.Not.Null);
    }

    [TestCase("another machine", 0)]
    [TestCase("another world", 2)]
    public async Task Whom_this_process_can_not_see_is_not_taken_for_dead(string what, int part)
    {
        var owner = LeaseOwner.New().Split(':');
        // No process has this number.
        (owner[1], owner[part]) = ("4194305", part == 2 ? "0123456789abcdef" : owner[part]);
        owner[2] = part == 0 ? string.Empty : owner[2];
        await AcquireAsync(string.Join(':', owner));

        Assert.That(await AcquireAsync("b"), Is.Null, what);
    }

    private Task<LeaseHolder?> HolderAsync() => Market.InScopeAsync(services =>
        services.GetRequiredService<ILeases>().FindHolderAsync("scanner", CancellationToken.None));

    private Task<Lease?> AcquireAsync(string owner) => Market.InScopeAsync(services =>
        services.GetRequiredService<ILeases>().TryAcquireAsync("scanner", owner, Duration, CancellationToken.None));

    private Task ReleaseAsync(Lease lease) => Market.InScopeAsync(services =>
        services.GetRequiredService<ILeases>().ReleaseAsync(lease, CancellationToken.None));

    private Task<bool> WriteAsAsync(Lease lease) => Market.InScopeAsync(async services =>
    {
        var leases = services.GetRequiredService<ILeases>();
        var result = await services.GetRequiredService<MediatR.ISender>().Send(new Run(async tools =>
        {
            if (!await leases.IsCurrentAsync(lease, CancellationToken.None))
            {
                return KernelErrors.Forbidden;
            }

            tools.Write($"epoch {lease.Epoch}");
            return Result.Success;
        }));
        return result.Succeeded;
    });
}

internal sealed class LeasesOnSqlite : LeaseSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class LeasesOnPostgreSql : LeaseSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;

    [Test]
    public async Task They_end_by_the_database_s_clock_whatever_a_host_s_own_says()
    {
        await using var database = await Engine.CreateAsync();
        await using var right = Host(database, TimeProvider.System);
        await right.MigrateMarketplaceAsync();
        await using var ahead = Host(database, new FakeClock(TimeProvider.System.GetUtcNow().AddSeconds(40)));

        Assert.That(await AcquireAsync(right, "a"), Is.Not.Null);
        Assert.That(await AcquireAsync(ahead, "b"), Is.Null);
        Assert.That((await AcquireAsync(right, "a"))?.Epoch, Is.EqualTo(1));
    }

    private static ServiceProvider Host(TestDatabase database, TimeProvider clock)
    {
        var services = new ServiceCollection();
        database.AddTo(services);
        return services.AddLogging().AddSingleton(clock).AddProbe().BuildServiceProvider();
    }

    private static async Task<Lease?> AcquireAsync(ServiceProvider host, string owner)
    {
        await using var scope = host.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ILeases>().TryAcquireAsync("scanner", owner, TimeSpan.FromSeconds(30), CancellationToken.None);
    }
}
