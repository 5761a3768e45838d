using System.Collections.Concurrent;
using Marketplace.Kernel;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence.Tests;

internal abstract class RetrySuite : ProbeSuite
{
    /// <summary>Two commands that lock two rows in opposite order, with the meeting point arranged: the server must refuse one of them.</summary>
    [Test]
    public async Task Two_commands_that_block_each_other_both_end_well([Values] bool throughSaveChanges)
    {
        await Market.Send(new Run(tools =>
        {
            tools.Write("one");
            tools.Write("two");
        }));
        using var bothHoldOne = new Barrier(2);
        var attempts = new ConcurrentDictionary<string, int>();

        Run Cross(string first, string second) => new(async tools =>
        {
            var attempt = attempts.AddOrUpdate(first, 1, (_, count) => count + 1);
            await AddOneAsync(first);
            if (attempt == 1 && Engine == TestEngine.PostgreSql)
            {
                bothHoldOne.SignalAndWait();
            }

            await AddOneAsync(second);
            return Result.Success;

            async Task AddOneAsync(string text)
            {
                if (throughSaveChanges)
                {
                    var note = await tools.Db.Set<Note>().SingleAsync(note => note.Text == text);
                    // What the row held before does not matter here, only that both rows get locked.
                    tools.Db.Entry(note).Property(row => row.Amount).IsModified = true;
                    await tools.Db.SaveChangesAsync();
                }
                else
                {
                    await tools.Db.Database.ExecuteSqlAsync($"UPDATE probe_notes SET amount = amount + 1 WHERE text = {text}");
                }
            }
        });

        var results = await Task.WhenAll(
            Task.Run(() => Market.Send(Cross("one", "two"))),
            Task.Run(() => Market.Send(Cross("two", "one"))));

        Assert.That(results.All(result => result.Succeeded));
        if (!throughSaveChanges)
        {
            Assert.That(await Market.Database.RowsAsync("SELECT amount FROM probe_notes"), Is.EqualTo(["2", "2"]));
        }

        if (Engine == TestEngine.PostgreSql)
        {
            Assert.That(attempts.Values.Sum(), Is.GreaterThan(2), "The two never met.");
        }
    }

    [Test]
    public async Task A_database_locked_by_somebody_else_is_waited_for()
    {
        await Market.Send(new Run(tools => tools.Write("locked")));
        await using var other = await Market.Database.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        await using (var command = other.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = "UPDATE probe_notes SET amount = 5";
            await command.ExecuteNonQueryAsync();
        }

        var entered = new TaskCompletionSource();
        var waiting = Task.Run(() => Market.Send(new Run(async tools =>
        {
            entered.TrySetResult();
            await tools.Db.Database.ExecuteSqlAsync($"UPDATE probe_notes SET amount = amount + 1");
            return Result.Success;
        })));
        if (Engine == TestEngine.PostgreSql)
        {
            // SQLite waits before the command begins, PostgreSQL at the row.
            await entered.Task;
        }

        await transaction.CommitAsync();

        Assert.That((await waiting).Succeeded);
        Assert.That(await Market.Database.CountAsync("SELECT amount FROM probe_notes"), Is.EqualTo(6));
    }

    [Test]
    public async Task A_bug_is_not_tried_again()
    {
        var attempts = 0;
        var command = new Run(_ =>
        {
            attempts++;
            throw new InvalidOperationException("a bug");
        });

        Assert.That(async () => await Market.Send(command), Throws.InvalidOperationException);
        await Task.CompletedTask;
        Assert.That(attempts, Is.EqualTo(1));
    }
}

internal sealed class RetryOnSqlite : RetrySuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class RetryOnPostgreSql : RetrySuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;

    [Test]
    public async Task A_connection_on_which_the_server_knows_other_prepared_statements_is_replaced()
    {
        await Market.Send(new Run(tools => ExecuteAsync(tools, "PREPARE _auto0 AS SELECT 1")));

        // The driver prepares what it has seen five times, under the name that is taken.
        for (var time = 1; time <= 8; time++)
        {
            var result = await Market.Send(new Run(tools => ExecuteAsync(tools, "UPDATE probe_notes SET amount = amount")));
            Assert.That(result.Succeeded, $"the {time}. time");
        }

        static async Task<Result> ExecuteAsync(Tools tools, string sql)
        {
            await tools.Db.Database.ExecuteSqlRawAsync(sql);
            return Result.Success;
        }
    }
}
