using System.Data;
using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

internal abstract class UnitOfWorkSuite : ProbeSuite
{
    private static readonly Error Refused = new("probe.refused");

    [Test]
    public async Task A_success_commits_what_was_written()
    {
        var result = await Market.Send(new Run(tools => tools.Write("kept")));

        Assert.That(result.Succeeded);
        Assert.That(await NotesAsync(), Is.EqualTo(["kept"]));
    }

    [Test]
    public async Task An_error_takes_back_even_what_was_saved()
    {
        var result = await Market.Send(new Run(async tools =>
        {
            tools.Write("lost");
            await tools.Db.SaveChangesAsync();
            return Refused;
        }));

        Assert.That(result.Error, Is.EqualTo(Refused));
        Assert.That(await NotesAsync(), Is.Empty);
    }

    [Test]
    public async Task An_exception_takes_everything_back_and_reaches_the_caller()
    {
        var command = new Run(async tools =>
        {
            tools.Write("lost");
            await tools.Db.SaveChangesAsync();
            throw new InvalidOperationException("a bug");
        });

        Assert.That(async () => await Market.Send(command), Throws.InvalidOperationException.With.Message.EqualTo("a bug"));
        Assert.That(await NotesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_nested_success_commits_with_the_outer_command()
    {
        await Market.Send(new Run(async tools =>
        {
            tools.Write("outer");
            return await tools.Sender.Send(new Run(nested => nested.Write("nested")));
        }));

        Assert.That(await NotesAsync(), Is.EqualTo(["nested", "outer"]));
    }

    [Test]
    public async Task A_nested_success_goes_with_the_outer_failure()
    {
        await Market.Send(new Run(async tools =>
        {
            await tools.Sender.Send(new Run(nested => nested.Write("nested")));
            return Refused;
        }));

        Assert.That(await NotesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_nested_failure_leaves_nothing_and_the_outer_command_decides([Values] bool nestedSaves)
    {
        var acted = new List<string>();
        var result = await Market.Send(new Run(async tools =>
        {
            tools.Write("before");
            tools.Unit.AfterCommit(() => acted.Add("outer"));
            var nested = await tools.Sender.Send(new Run(async inner =>
            {
                inner.Write("nested");
                inner.Unit.Raise(new NoteWritten("nested"));
                inner.Unit.Publish(new NotePublished("nested", 1));
                inner.Unit.AfterCommit(() => acted.Add("nested"));
                if (nestedSaves)
                {
                    await inner.Db.SaveChangesAsync();
                }

                return Refused;
            }));
            Assert.That(nested.Error, Is.EqualTo(Refused));
            tools.Write("after");
            return Result.Success;
        }));

        Assert.That(result.Succeeded);
        Assert.That(await NotesAsync(), Is.EqualTo(["after", "before"]));
        Assert.That(await Market.Database.CountAsync("SELECT count(*) FROM outbox_messages"), Is.Zero);
        Assert.That(acted, Is.EqualTo(["outer"]));
    }

    [Test]
    public async Task A_nested_failure_gives_back_the_rows_the_outer_command_had_loaded([Values] bool nestedSaves, [Values] bool nestedDeletes)
    {
        await Market.Send(new Run(tools => tools.Write("original")));

        await Market.Send(new Run(async tools =>
        {
            var loaded = await tools.Db.Set<Note>().SingleAsync();
            await tools.Sender.Send(new Run(async inner =>
            {
                var same = await inner.Db.Set<Note>().SingleAsync();
                same.Text = "spoiled";
                if (nestedDeletes)
                {
                    inner.Db.Remove(same);
                }

                if (nestedSaves)
                {
                    await inner.Db.SaveChangesAsync();
                }

                return Refused;
            }));
            Assert.That(loaded.Text, Is.EqualTo("original"));
            loaded.Amount = new Sun(7);
            return Result.Success;
        }));

        Assert.That(await Market.Database.RowsAsync("SELECT text, amount FROM probe_notes"), Is.EqualTo(["original|7"]));
    }

    [Test]
    public async Task What_follows_from_a_domain_event_happens_in_the_same_transaction()
    {
        await Market.Send(new Run(tools =>
        {
            tools.Write("cause");
            tools.Unit.Raise(new NoteWritten("cause"));
        }));
        Assert.That(await NotesAsync(), Is.EqualTo(["cause", "heard cause"]));

        var broken = new Run(tools =>
        {
            tools.Write("undone");
            tools.Unit.Raise(new NoteWritten("break"));
        });
        Assert.That(async () => await Market.Send(broken), Throws.InvalidOperationException);
        Assert.That(await NotesAsync(), Is.EqualTo(["cause", "heard cause"]));
    }

    [Test]
    public async Task After_commit_means_after_the_commit_and_not_without_one()
    {
        var seen = new List<long>();
        void Look() => seen.Add(Market.Database.CountAsync("SELECT count(*) FROM probe_notes").GetAwaiter().GetResult());

        await Market.Send(new Run(tools =>
        {
            tools.Write("kept");
            tools.Unit.AfterCommit(Look);
        }));
        await Market.Send(new Run(tools =>
        {
            tools.Unit.AfterCommit(Look);
            return Task.FromResult<Result>(Refused);
        }));

        Assert.That(seen, Is.EqualTo([1L]));
    }

    [Test]
    public async Task Raw_commands_share_the_connection_and_the_transaction()
    {
        await Market.Send(new Run(async tools =>
        {
            await using var command = tools.Unit.Connection.CreateCommand();
            command.Transaction = tools.Unit.Transaction;
            command.CommandText = "DELETE FROM probe_notes";
            Assert.That(tools.Unit.Connection.State, Is.EqualTo(ConnectionState.Open));
            tools.Write("later");
            await command.ExecuteNonQueryAsync();
            return Refused;
        }));

        Assert.That(await NotesAsync(), Is.Empty);
    }

    [Test]
    public void Outside_of_a_command_there_is_no_transaction_to_name() =>
        Assert.That(
            async () => await Market.InScopeAsync(services => Task.FromResult(services.GetRequiredService<IUnitOfWork>().Transaction)),
            Throws.InvalidOperationException.With.Message.Contains("send a command"));

    [Test]
    public async Task A_hundred_concurrent_commands_on_one_row_lose_no_update()
    {
        await Market.Send(new Run(tools => tools.Write("counter")));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Market.Send(new Run(async tools =>
        {
            await tools.Db.Database.ExecuteSqlAsync($"UPDATE probe_notes SET amount = amount + 1");
            return Result.Success;
        })))));

        Assert.That(await Market.Database.CountAsync("SELECT amount FROM probe_notes"), Is.EqualTo(100));
    }
}

internal sealed class UnitOfWorkOnSqlite : UnitOfWorkSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class UnitOfWorkOnPostgreSql : UnitOfWorkSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
