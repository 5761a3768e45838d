using System.Data.Common;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Groups;

/// <summary>
/// What the group does when the database itself takes offence at one transfer, at its statement or only at the commit: the neighbours do not pay for it, and nobody
/// is told that something is posted that is not.
/// </summary>
internal abstract class PoisonSuite : BooksSuite
{
    [Test]
    public async Task A_transfer_whose_statement_fails_hurts_nobody_else()
    {
        await RefuseStatementsOfAsync("poison");
        await DepositAsync(Ada, 1_000);

        await PostWithPoisonAsync();
    }

    [Test]
    public async Task A_transfer_whose_commit_fails_hurts_nobody_else_and_is_not_acknowledged()
    {
        await RefuseCommitsOfAsync("poison");
        await DepositAsync(Ada, 1_000);

        await PostWithPoisonAsync();
    }

    [Test]
    public async Task A_group_of_poison_alone_acknowledges_nothing_and_the_next_group_is_posted()
    {
        await RefuseCommitsOfAsync("poison");
        await DepositAsync(Ada, 1_000);

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.That(() => Poster.PostAsync(Poison("p")), Throws.InstanceOf<DbException>().Or.InstanceOf<InvalidOperationException>());
        }

        Assert.That((await Poster.PostAsync(Move("after", Ada, Bob, 1))).Succeeded, Is.True);
        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 999L, 1 }));
    }

    private async Task PostWithPoisonAsync()
    {
        // So many that most of them wait while the first commit is under way, and share the next one with the poison.
        var posts = Enumerable.Range(0, 60).Select(number => (Poisoned: number % 20 == 7, Task: Poster.PostAsync(number % 20 == 7 ? Poison($"{number}") : Move($"{number}", Ada, Bob, 1)))).ToList();

        foreach (var (poisoned, task) in posts)
        {
            if (poisoned)
            {
                Assert.That(() => task, Throws.InstanceOf<DbException>().Or.InstanceOf<InvalidOperationException>(), "The caller must hear that it is not posted.");
            }
            else
            {
                Assert.That((await task).Error, Is.Null);
            }
        }

        Assert.That(await AmountsAsync(Ada, Bob), Is.EqualTo(new[] { 943L, 57 }));
    }

    private static Transfer Poison(string key) => Move(key, Ada, Bob, 1) with { Kind = "poison" };

    private async Task RefuseStatementsOfAsync(string kind)
    {
        if (Engine == TestEngine.Sqlite)
        {
            await Market.Database.ExecuteAsync($"CREATE TRIGGER spoil BEFORE INSERT ON ledger_journal WHEN NEW.kind = '{kind}' BEGIN SELECT RAISE(ABORT, 'spoiled'); END");
            return;
        }

        await SpoilPostgreSqlAsync($"CREATE TRIGGER spoil BEFORE INSERT ON ledger_journal FOR EACH ROW WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION spoil()");
    }

    /// <summary>A full disk may show at the commit only; here it is a constraint that is checked there.</summary>
    private async Task RefuseCommitsOfAsync(string kind)
    {
        if (Engine == TestEngine.Sqlite)
        {
            await Market.Database.ExecuteAsync("CREATE TABLE spoil (id INTEGER PRIMARY KEY REFERENCES spoil_none (id) DEFERRABLE INITIALLY DEFERRED); CREATE TABLE spoil_none (id INTEGER PRIMARY KEY)");
            await Market.Database.ExecuteAsync($"CREATE TRIGGER spoil AFTER INSERT ON ledger_journal WHEN NEW.kind = '{kind}' BEGIN INSERT INTO spoil VALUES (NEW.id); END");
            return;
        }

        await SpoilPostgreSqlAsync(
            $"CREATE CONSTRAINT TRIGGER spoil AFTER INSERT ON ledger_journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION spoil()");
    }

    private Task<int> SpoilPostgreSqlAsync(string trigger) => Market.Database.ExecuteAsync(
        $"CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'spoiled' USING ERRCODE = 'check_violation'; END $$; {trigger}");
}

internal sealed class PoisonOnSqlite : PoisonSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class PoisonOnPostgreSql : PoisonSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
