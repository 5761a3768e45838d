using Marketplace.Kernel;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests;

/// <summary>History is sealed range by range, and what is changed afterwards is found and named, on every engine.</summary>
internal abstract class SealSuite : EngineSuite
{
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private static readonly LedgerAccount Bob = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000002"));

    protected TestMarketplace Market { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => Market = await TestMarketplace.StartAsync(Engine, services => services
        .AddMarketplaceLedger(options => options.LargestSealedRange = 3)
        .AddTransient<IRequestHandler<PostAndWait, Result>, PostAndWaitHandler>());

    [TearDown]
    public async Task StopAsync() => await Market.DisposeAsync();

    [Test]
    public async Task An_empty_journal_verifies_and_has_no_head()
    {
        await SealAsync();

        Assert.That(await VerifyAsync(), Is.EqualTo(new SealVerification(0, 0, 0, null, null, null)));
        Assert.That(await Market.Send(new GetSealHead()), Is.Null);
    }

    [Test]
    public async Task Every_transfer_is_sealed_once_in_ranges_of_bounded_size()
    {
        await PostAsync(7);

        await SealAsync();
        await SealAsync();

        Assert.That(
            await Market.Database.RowsAsync("SELECT sequence, from_id, to_id, transfers FROM ledger_seals ORDER BY sequence"),
            Is.EqualTo(new[] { "1|1|3|3", "2|4|6|3", "3|7|7|1" }));
        await PostAsync(2, first: 8);
        var verification = await VerifyAsync();
        Assert.That((verification.Seals, verification.Transfers, verification.Unsealed, verification.Broken), Is.EqualTo((3, 7, 2, (BrokenSeal?)null)));
        Assert.That(verification.Head, Is.EqualTo(await Market.Send(new GetSealHead())));
    }

    /// <summary>The form is published: an anchored head must be found again by every later version, whatever the database.</summary>
    [Test]
    public async Task The_hash_is_that_of_the_published_form()
    {
        await PostAsync(2);
        await Market.Send(new ReverseTransfer(2, "seal:reversal", "complaint:é"));
        await SealAsync();

        Assert.That((await VerifyAsync()).Head!.ToMemo(), Is.EqualTo("marketplace-seal:1:6a027c3071df2e3ca285dd964b0d2c0494de64fe3cb3aeaf7edb2e60cdef7e85"));
    }

    [Test]
    public async Task Rolling_up_shared_accounts_changes_no_seal()
    {
        await PostAsync(4);
        await SealAsync();

        await Market.RunWorkUntilIdleAsync("ledger.roll_up");

        Assert.That((await VerifyAsync()).Broken, Is.Null);
    }

    [TestCase("UPDATE ledger_entries SET amount = amount + 1 WHERE journal_id = 5 AND amount > 0", "UPDATE ledger_entries SET amount = amount - 1 WHERE journal_id = 5 AND amount > 0")]
    [TestCase("UPDATE ledger_journal SET kind = 'forged' WHERE id = 5", "UPDATE ledger_journal SET kind = 'test' WHERE id = 5")]
    [TestCase("UPDATE ledger_journal SET key = 'forged' WHERE id = 5", "UPDATE ledger_journal SET key = 'seal:5' WHERE id = 5")]
    [TestCase("UPDATE ledger_journal SET reference = 'forged' WHERE id = 5", "UPDATE ledger_journal SET reference = 'test:5' WHERE id = 5")]
    [TestCase("UPDATE ledger_journal SET reverses = 1 WHERE id = 5", "UPDATE ledger_journal SET reverses = NULL WHERE id = 5")]
    [TestCase("UPDATE ledger_seals SET hash = previous_hash WHERE sequence = 2", "UPDATE ledger_seals SET hash = (SELECT previous_hash FROM ledger_seals WHERE sequence = 3) WHERE sequence = 2")]
    public async Task What_is_changed_is_found_by_its_range(string forgery, string undo) =>
        await ExpectAsync(forgery, undo, SealFault.HashDiffers, "what is there has another hash than what was sealed");

    [Test]
    public async Task A_changed_time_is_found() => await ExpectAsync(
        "UPDATE ledger_journal SET posted_at = (SELECT min(sealed_at) FROM ledger_seals) WHERE id = 5",
        "UPDATE ledger_journal SET posted_at = (SELECT posted_at FROM ledger_journal WHERE id = 4) WHERE id = 5",
        SealFault.HashDiffers,
        "what is there has another hash than what was sealed");

    [Test]
    public async Task A_deleted_transfer_is_found() => await ExpectAsync(
        """
        CREATE TABLE kept_journal AS SELECT * FROM ledger_journal WHERE id = 5;
        CREATE TABLE kept_entries AS SELECT * FROM ledger_entries WHERE journal_id = 5;
        DELETE FROM ledger_entries WHERE journal_id = 5;
        DELETE FROM ledger_journal WHERE id = 5
        """,
        "INSERT INTO ledger_journal SELECT * FROM kept_journal; INSERT INTO ledger_entries SELECT * FROM kept_entries",
        SealFault.TransfersMissing,
        "3 transfers were sealed, 2 are there");

    [Test]
    public async Task An_inserted_transfer_is_found_even_below_the_first() => await ExpectAsync(
        Insert(-1),
        "DELETE FROM ledger_journal WHERE id = -1",
        SealFault.TransfersAdded,
        "3 transfers were sealed, 4 are there",
        sequence: 1);

    [Test]
    public async Task A_transfer_inserted_under_a_number_that_was_never_used_is_found()
    {
        await PostAsync(4);
        await SkipANumberAsync();
        await PostAsync(2, first: 5);
        await SealAsync();
        await ForgeAsync(Insert(5));

        Assert.That((await VerifyAsync()).Broken, Is.EqualTo(
            new BrokenSeal(2, 4, 7, SealFault.TransfersAdded, "3 transfers were sealed, 4 are there")));

        await ForgeAsync("DELETE FROM ledger_journal WHERE id = 5");
        Assert.That((await VerifyAsync()).Broken, Is.Null);
    }

    [Test]
    public async Task A_changed_link_is_found() => await ExpectAsync(
        "UPDATE ledger_seals SET previous_hash = hash WHERE sequence = 2",
        "UPDATE ledger_seals SET previous_hash = (SELECT hash FROM ledger_seals WHERE sequence = 1) WHERE sequence = 2",
        SealFault.DoesNotLink,
        "it does not carry the hash of seal 1");

    [Test]
    public async Task A_changed_number_of_transfers_is_found() => await ExpectAsync(
        "UPDATE ledger_seals SET transfers = 2 WHERE sequence = 2",
        "UPDATE ledger_seals SET transfers = 3 WHERE sequence = 2",
        SealFault.TransfersAdded,
        "2 transfers were sealed, 3 are there");

    [Test]
    public async Task A_range_that_no_seal_covers_is_found()
    {
        await ExpectAsync(
            "UPDATE ledger_seals SET from_id = 5 WHERE sequence = 2",
            "UPDATE ledger_seals SET from_id = 4 WHERE sequence = 2",
            SealFault.Gap,
            "it covers 5 to 6, and should begin at 4",
            fromId: 5);
        await ForgeAsync("DELETE FROM ledger_seals WHERE sequence = 2");

        Assert.That((await VerifyAsync()).Broken, Is.EqualTo(new BrokenSeal(2, 4, 6, SealFault.Gap, "seal 2 is missing, the next there is has number 3")));

        await ForgeAsync("DELETE FROM ledger_seals");
        await SealAsync();
    }

    [Test]
    public async Task Only_a_head_that_was_kept_elsewhere_shows_that_history_was_forged_and_sealed_anew()
    {
        await PostAsync(7);
        await SealAsync();
        var anchor = SealHead.FromMemo((await Market.Send(new GetSealHead()))!.ToMemo());
        await PostAsync(3, first: 8);
        await SealAsync();
        Assert.That((await VerifyAsync(anchor)).AnchorHolds, Is.True);

        await ForgeAsync("UPDATE ledger_journal SET kind = 'forged' WHERE id = 2; DELETE FROM ledger_seals");
        await SealAsync();

        var verification = await VerifyAsync(anchor);
        Assert.That((verification.Broken, verification.Transfers, verification.AnchorHolds), Is.EqualTo(((BrokenSeal?)null, 10, (bool?)false)));
    }

    [TestCase("marketplace-seal:1:00", false)]
    [TestCase("marketplace-seal:0:0000000000000000000000000000000000000000000000000000000000000000", false)]
    [TestCase("marketplace-seal:-1:0000000000000000000000000000000000000000000000000000000000000000", false)]
    [TestCase("marketplace-seal:1:000000000000000000000000000000000000000000000000000000000000000g", false)]
    [TestCase("another-seal:1:0000000000000000000000000000000000000000000000000000000000000000", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    [TestCase(" marketplace-seal:42:ABCDEF0000000000000000000000000000000000000000000000000000000000 ", true)]
    public void A_memo_is_read_strictly(string? memo, bool isOne) => Assert.That(SealHead.FromMemo(memo) is not null, Is.EqualTo(isOne));

    [Test]
    public async Task Two_hosts_that_seal_at_once_make_one_chain()
    {
        await PostAsync(30);
        await using var other = Market.AnotherProcess();

        await Task.WhenAll(
            Task.Run(() => Market.RunWorkUntilIdleAsync("ledger.seal")),
            Task.Run(() => other.RunWorkUntilIdleAsync("ledger.seal")));
        await SealAsync();

        var verification = await VerifyAsync();
        Assert.That((verification.Seals, verification.Transfers, verification.Broken), Is.EqualTo((10, 30, (BrokenSeal?)null)));
    }

    /// <summary>Seals all there is: any transaction of the whole server, its own housekeeping too, may hold the seals back for a turn.</summary>
    protected async Task SealAsync()
    {
        for (var turns = 0; turns < 1_000; turns++)
        {
            await Market.RunWorkUntilIdleAsync("ledger.seal");
            if (await Market.Database.CountAsync("SELECT count(*) FROM ledger_journal WHERE id > (SELECT coalesce(max(to_id), 0) FROM ledger_seals)") == 0)
            {
                return;
            }
        }

        Assert.Fail("The seals find no end.");
    }

    protected Task<SealVerification> VerifyAsync(SealHead? anchor = null) => Market.Send(new VerifySeals(anchor));

    /// <summary>One deposit, which is half appended where there are shared accounts, and then payments.</summary>
    protected async Task PostAsync(int count, int first = 1)
    {
        for (var number = first; number < first + count; number++)
        {
            var (from, to) = number == 1 ? (LedgerAccount.Custody, Ada) : (Ada, Bob);
            var posted = await Market.Send(new PostTransfer(new Transfer(
                $"seal:{number}", "test", $"test:{number}", [new Entry(from, -1_000 / number), new Entry(to, 1_000 / number)])));
            Assert.That(posted.Error, Is.Null.Or.Property("Code").EqualTo("ledger.insufficient_funds"));
            if (posted.Error is not null)
            {
                await Market.Send(new PostTransfer(new Transfer(
                    $"seal:{number}", "test", $"test:{number}", [new Entry(LedgerAccount.Custody, -1_000), new Entry(Ada, 1_000)])));
            }
        }
    }

    /// <summary>What somebody does who has the database itself: nothing there stops him.</summary>
    protected abstract Task ForgeAsync(string statements);

    protected abstract Task SkipANumberAsync();

    private static string Insert(long id) =>
        $"""
         INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at)
         SELECT {id}, 'forged', request_hash, 'forged', 'forged', posted_at FROM ledger_journal WHERE id = 2
         """;

    private async Task ExpectAsync(string forgery, string undo, SealFault fault, string detail, long sequence = 2, long? fromId = null)
    {
        await PostAsync(9);
        Market.Clock.Advance(TimeSpan.FromMinutes(1));
        await SealAsync();
        await ForgeAsync(forgery);

        var verification = await VerifyAsync();

        Assert.That(verification.Broken, Is.EqualTo(new BrokenSeal(sequence, fromId ?? ((3 * sequence) - 2), 3 * sequence, fault, detail)));
        Assert.That((verification.Seals, verification.Head?.Sequence), Is.EqualTo((sequence - 1, sequence == 1 ? (long?)null : sequence - 1)));
        await ForgeAsync(undo);
        Assert.That((await VerifyAsync()).Broken, Is.Null);
    }
}

/// <summary>Posts, and leaves its transaction open until told how to end it.</summary>
internal sealed record PostAndWait(Transfer Transfer, TaskCompletionSource Posted, Task<Result> End) : ICommand;

internal sealed class PostAndWaitHandler(ISender sender) : IRequestHandler<PostAndWait, Result>
{
    public async Task<Result> Handle(PostAndWait request, CancellationToken cancellationToken)
    {
        (await sender.Send(new PostTransfer(request.Transfer), cancellationToken)).Require();
        request.Posted.SetResult();
        return await request.End;
    }
}

internal sealed class SealsOnSqlite : SealSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;

    protected override async Task ForgeAsync(string statements)
    {
        foreach (var trigger in await Market.Database.RowsAsync("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%refuses%'"))
        {
            await Market.Database.ExecuteAsync($"DROP TRIGGER {trigger}");
        }

        await Market.Database.ExecuteAsync(statements);
    }

    protected override async Task SkipANumberAsync() => await Market.Database.ExecuteAsync("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'ledger_journal'");
}

internal sealed class SealsOnPostgreSql : SealSuite
{
    private static readonly LedgerAccount Eve = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000003"));

    protected override TestEngine Engine => TestEngine.PostgreSql;

    [Test]
    public async Task An_open_posting_holds_the_seals_back_until_it_is_committed() => await ExpectHeldBackAsync(Result.Success, transfers: 6);

    [Test]
    public async Task An_open_posting_holds_the_seals_back_until_it_is_rolled_back() => await ExpectHeldBackAsync(KernelErrors.Forbidden, transfers: 5);

    protected override async Task ForgeAsync(string statements) =>
        await Market.Database.ExecuteAsync($"SET session_replication_role = replica; {statements}; SET session_replication_role = DEFAULT");

    protected override async Task SkipANumberAsync() => await Market.Database.ExecuteAsync("SELECT nextval('ledger_journal_id_seq')");

    private async Task ExpectHeldBackAsync(Result end, int transfers)
    {
        await PostAsync(1);
        var posted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ending = new TaskCompletionSource<Result>(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = Task.Run(() => Market.Send(new PostAndWait(
            new Transfer("open", "test", "test", [new Entry(LedgerAccount.Custody, -5), new Entry(Eve, 5)]), posted, ending.Task)));
        await posted.Task;

        // At once: nothing has ended since, so the newest ended transaction is older than the open one.
        await Market.RunWorkUntilIdleAsync("ledger.seal");
        Assert.That((await VerifyAsync()).Seals, Is.Zero);

        // And again when higher numbers are in the books.
        await PostAsync(4, first: 2);
        await Market.RunWorkUntilIdleAsync("ledger.seal");
        Assert.That((await VerifyAsync()).Seals, Is.Zero);

        ending.SetResult(end);
        Assert.That(await open, Is.EqualTo(end));
        await SealAsync();
        var verification = await VerifyAsync();
        Assert.That((verification.Transfers, verification.Unsealed, verification.Broken), Is.EqualTo((transfers, 0, (BrokenSeal?)null)));
    }
}
