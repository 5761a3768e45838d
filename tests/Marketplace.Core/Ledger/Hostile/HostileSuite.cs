using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Hostile;

/// <summary>What nobody should send is refused by every way in, in the same words, and whoever was beside it has not noticed.</summary>
internal abstract class HostileSuite : BooksSuite
{
    private static readonly IEnumerable<string> Codes = HostileTransfers.All.Select(hostile => $"{hostile.Name}: {hostile.Code}");

    [SetUp]
    public Task FundAsync() => DepositAsync(Ada, 1_000_000_000);

    [Test]
    public async Task Alone_it_is_refused()
    {
        var answers = new List<Result<PostedTransfer>>();
        foreach (var hostile in HostileTransfers.All)
        {
            answers.Add(await PostAsync(hostile.Transfer));
        }

        await CheckAsync(answers, good: 0);
    }

    [Test]
    public async Task Among_good_ones_in_one_call_it_alone_is_refused()
    {
        var answers = await PostManyAsync(Mixed());

        await CheckMixedAsync(answers);
    }

    [Test]
    public async Task Among_good_ones_in_a_group_it_alone_is_refused()
    {
        var answers = await PostTogetherAsync(Mixed());

        await CheckMixedAsync(answers);
    }

    [Test]
    public async Task The_longest_that_is_allowed_is_taken_as_it_is()
    {
        var longest = new string('ä', 199) + "Z";
        var transfer = new Transfer(longest, new string('k', 60), string.Concat(Enumerable.Repeat("👍", 100)), [new(Ada, -1), new(new LedgerAccount(new string('a', 100)), 1)]);

        var posted = (await PostAsync(transfer)).Require();

        Assert.That((await PostManyAsync(transfer))[0].Require(), Is.EqualTo(posted));
        Assert.That((await Poster.PostAsync(transfer)).Require(), Is.EqualTo(posted));
        var line = (await Market.Send(new GetStatement([Ada])))[0];
        Assert.That((line.Kind, line.Reference), Is.EqualTo((transfer.Kind, transfer.Reference)));
    }

    [Test]
    public async Task A_thousand_are_posted_at_once_and_one_more_is_too_many()
    {
        Transfer[] transfers = [.. Enumerable.Range(0, PostTransfers.MostAtOnce + 1).Select(number => Move($"{number}", Ada, Bob, 1))];

        Assert.That((await Market.Send(new PostTransfers(transfers))).Error, Is.EqualTo(LedgerErrors.TooManyAtOnce));
        Assert.That(await AmountsAsync(Bob), Is.EqualTo(new[] { 0L }));

        Assert.That(await PostManyAsync(transfers[1..]), Has.All.Property("Succeeded").True);
        Assert.That(await AmountsAsync(Bob), Is.EqualTo(new[] { 1_000L }));
    }

    [Test]
    public async Task Nothing_at_all_is_posted_without_complaint() => Assert.That(await PostManyAsync(), Is.Empty);

    [TestCase(0, "TRX", "ledger.amount_out_of_range")]
    [TestCase(-1, "TRX", "ledger.amount_out_of_range")]
    [TestCase(long.MinValue, "TRX", "ledger.amount_out_of_range")]
    [TestCase(long.MaxValue, "TRX", "ledger.amount_out_of_range")]
    [TestCase(100_000_000_000_000_001, "TRX", "ledger.amount_out_of_range")]
    [TestCase(100_000_000_000_000_000, "TRX", "ledger.insufficient_funds")]
    [TestCase(1_000_000_001, "TRX", "ledger.insufficient_funds")]
    [TestCase(1, "GEM", "ledger.insufficient_funds")]
    [TestCase(1, "DOGE", "ledger.unknown_asset")]
    [TestCase(1, null, "ledger.unknown_asset")]
    public async Task A_hold_of_what_is_not_there_is_refused(long amount, string? asset, string code)
    {
        var refused = await Market.Send(new PlaceHold(new HoldId(new Guid(1, 0, 0, new byte[8])), Ada, amount, "test", Asset: asset!));

        Assert.That(refused.Error?.Code, Is.EqualTo(code));
        Assert.That((await Market.Send(new GetBalances([Ada])))[0].Held, Is.Zero);
    }

    [Test]
    public async Task A_hold_with_a_malformed_name_is_refused()
    {
        foreach (var (name, text) in HostileTransfers.Texts(200))
        {
            Assert.That((await Market.Send(new PlaceHold(new HoldId(new Guid(1, 0, 0, new byte[8])), Ada, 1, text!))).Error?.Code, Is.EqualTo("ledger.malformed"), name);
        }

        Assert.That((await Market.Send(new PlaceHold(new HoldId(new Guid(1, 0, 0, new byte[8])), new LedgerAccount("User Ada"), 1, "test"))).Error?.Code, Is.EqualTo("ledger.malformed"));
    }

    [Test]
    public async Task A_hold_can_be_captured_until_the_moment_it_expires_and_not_in_it()
    {
        var (early, late) = (await HoldAsync(Ada, 10, TimeSpan.FromSeconds(60)), await HoldAsync(Ada, 10, TimeSpan.FromSeconds(60)));
        Market.Clock.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMicroseconds(1));
        Assert.That((await PostAsync(Move("early", Ada, Bob, 10) with { Captures = early })).Error, Is.Null);

        Market.Clock.Advance(TimeSpan.FromMicroseconds(1));

        var expired = LedgerErrors.HoldNotOpen.With("state", "expired");
        var capture = Move("late", Ada, Bob, 10) with { Captures = late };
        Assert.That((await PostAsync(capture)).Error, Is.EqualTo(expired));
        Assert.That((await Market.Send(new CaptureHold(late, capture))).Error, Is.EqualTo(expired));
        Assert.That((await PostManyAsync(Move("before", Ada, Bob, 1), capture, Move("after", Ada, Bob, 1))).Select(answer => answer.Error), Is.EqualTo(new[] { null, expired, null }));
        Assert.That((await PostTogetherAsync(capture, Move("neighbour", Ada, Bob, 1))).Select(answer => answer.Error), Is.EqualTo(new[] { expired, null }));
        Assert.That(await AmountsAsync(Bob), Is.EqualTo(new[] { 13L }));
    }

    private static Transfer[] Mixed() =>
        [.. HostileTransfers.All.SelectMany((hostile, number) => new[] { Move($"good {number}", Ada, Bob, 1), hostile.Transfer })];

    private async Task CheckMixedAsync(IReadOnlyList<Result<PostedTransfer>> answers)
    {
        Assert.That(answers.Where((_, place) => place % 2 == 0), Has.All.Property("Error").Null);
        await CheckAsync(answers.Where((_, place) => place % 2 == 1), HostileTransfers.All.Count);
    }

    private async Task CheckAsync(IEnumerable<Result<PostedTransfer>> answers, int good)
    {
        Assert.That(answers.Zip(HostileTransfers.All, (answer, hostile) => $"{hostile.Name}: {answer.Error?.Code ?? "posted"}"), Is.EqualTo(Codes));
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 1_000_000_000L - good, good }));
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM ledger_journal"), Is.EqualTo(good + 1));
    }
}

internal sealed class HostileOnSqlite : HostileSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class HostileOnPostgreSql : HostileSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
