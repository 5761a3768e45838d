using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Races;

/// <summary>Many at once want what can happen only once.</summary>
internal abstract class OneWinnerSuite : BooksSuite
{
    [Test]
    public async Task Fifty_callers_of_the_group_with_one_new_key_make_one_transfer()
    {
        await DepositAsync(Ada, 1_000);

        var answers = await RaceAsync(50, _ => Poster.PostAsync(Move("race", Ada, Bob, 10)));

        Assert.That(answers.Select(answer => answer.Require().TransferId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 990L, 10 }));
    }

    [Test]
    public async Task Fifty_callers_by_every_way_with_one_new_key_make_one_transfer()
    {
        await DepositAsync(Ada, 1_000);
        var transfer = Move("race", Ada, Bob, 10);

        var answers = await RaceAsync(50, async racer => (racer % 3) switch
        {
            0 => await Poster.PostAsync(transfer),
            1 => await PostAsync(transfer),
            _ => (await PostManyAsync(transfer, transfer))[1],
        });

        Assert.That(answers.Select(answer => answer.Require().TransferId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 990L, 10 }));
    }

    [Test]
    public async Task Of_fifty_bodies_under_one_new_key_one_is_posted_and_the_others_are_told()
    {
        await DepositAsync(Ada, 1_000_000);

        var answers = await RaceAsync(50, racer => racer % 2 == 0 ? Poster.PostAsync(Move("race", Ada, Bob, 10 + racer)) : PostAsync(Move("race", Ada, Bob, 10 + racer)));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(1));
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo("ledger.key_reused"));
    }

    [Test]
    public async Task A_hold_is_captured_by_one_of_32_keys()
    {
        await DepositAsync(Ada, 1_000);
        for (var round = 0; round < 10; round++)
        {
            var hold = await HoldAsync(Ada, 50);

            var answers = await RaceAsync(32, racer => Capture(racer % 2 == 0, hold, Move($"{round} {racer}", Ada, Bob, 20)));

            Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(1));
            Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error), Is.All.EqualTo(LedgerErrors.HoldNotOpen.With("state", "captured")));
        }

        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 800L, 200 }));

        Task<Kernel.Result<PostedTransfer>> Capture(bool alone, HoldId hold, Transfer transfer) =>
            alone ? Market.Send(new CaptureHold(hold, transfer)) : Poster.PostAsync(transfer with { Captures = hold });
    }

    [Test]
    public async Task A_hold_is_placed_once_by_50_callers()
    {
        await DepositAsync(Ada, 100);
        var id = new HoldId(new Guid(1, 2, 3, new byte[8]));

        var answers = await RaceAsync(50, _ => Market.Send(new PlaceHold(id, Ada, 60, "race")));

        Assert.That(answers.Select(answer => answer.Require().AvailableAfter), Is.All.EqualTo(40));
    }

    [Test]
    public async Task Racing_holds_and_spends_never_promise_the_same_money_twice()
    {
        await DepositAsync(Ada, 1_000);

        var held = await RaceAsync(32, async racer => racer % 2 == 0
            ? (await Market.Send(new PlaceHold(new HoldId(new Guid(racer, 0, 0, new byte[8])), Ada, 150, "race"))).Error
            : (await PostAsync(Move($"spend {racer}", Ada, Bob, 150))).Error);

        Assert.That(held.Count(error => error is null), Is.EqualTo(6));
        Assert.That((await Market.Send(new GetBalances([Ada])))[0].Available, Is.EqualTo(100));
    }

    [Test]
    public async Task A_transfer_is_reversed_by_one_of_32_keys()
    {
        await DepositAsync(Ada, 1_000);
        var posted = (await PostAsync(Move("t", Ada, Bob, 400))).Require();

        var answers = await RaceAsync(32, racer => Market.Send(new ReverseTransfer(posted.TransferId, $"reversal {racer}", "complaint:1")));

        var winner = answers.Single(answer => answer.Succeeded).Require();
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error), Is.All.EqualTo(LedgerErrors.AlreadyReversed.With("by", winner.TransferId)));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000L, 0 }));
    }

    [Test]
    public async Task A_transfer_is_reversed_once_by_32_callers_with_one_key()
    {
        await DepositAsync(Ada, 1_000);
        var posted = (await PostAsync(Move("t", Ada, Bob, 400))).Require();

        var answers = await RaceAsync(32, _ => Market.Send(new ReverseTransfer(posted.TransferId, "reversal", "complaint:1")));

        Assert.That(answers.Select(answer => answer.Require().TransferId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000L, 0 }));
    }
}

internal sealed class OneWinnerOnSqlite : OneWinnerSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class OneWinnerOnPostgreSql : OneWinnerSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
