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
    public async Task A_clock_that_goes_back_makes_no_second_owner()
    {
        await AcquireAsync("a");
        Market.Clock.Set(Market.Clock.GetUtcNow() - TimeSpan.FromMinutes(10));

        Assert.That(await AcquireAsync("b"), Is.Null);
    }

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
}
