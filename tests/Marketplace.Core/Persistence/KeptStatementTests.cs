using System.Data;
using System.Data.Common;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

/// <summary>On SQLite few connections stay open, keep their statements and are lent to the contexts.</summary>
internal sealed class KeptStatementTests
{
    private const string Count = "SELECT count(*) FROM probe_notes WHERE text <> @text";
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartAsync() => market = await TestMarketplace.StartAsync(TestEngine.Sqlite, services => services.AddProbe());

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [Test]
    public async Task A_statement_that_comes_again_is_the_one_that_was_prepared_whichever_context_sends_it()
    {
        var first = await WithConnectionAsync(connection => StatementOf(connection, Count));
        var second = await WithConnectionAsync(connection => StatementOf(connection, Count));
        var other = await WithConnectionAsync(connection => StatementOf(connection, $"{Count} AND text <> ''"));

        Assert.That(second, Is.SameAs(first));
        Assert.That(other, Is.Not.SameAs(first));
    }

    [Test]
    public Task Contexts_at_once_have_connections_of_their_own() => WithConnectionAsync(async outer =>
    {
        var inner = await WithConnectionAsync(connection => ((SqliteConnection)connection).Handle);
        Assert.That(inner, Is.Not.Null.And.Not.SameAs(((SqliteConnection)outer).Handle));
        return true;
    });

    [Test]
    public async Task The_same_statement_can_be_read_twice_at_once_each_with_its_own_values() => await WithConnectionAsync(connection =>
    {
        Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026'), ('b', 'b', 1, '2026')");
        using var outer = Command(connection, "SELECT text FROM probe_notes WHERE text >= @text ORDER BY text", "a");
        using var inner = Command(connection, "SELECT text FROM probe_notes WHERE text >= @text ORDER BY text", "b");
        using var all = outer.ExecuteReader();
        Assert.That(all.Read(), Is.True);
        using (var later = inner.ExecuteReader())
        {
            Assert.That((later.Read(), later.GetString(0), later.Read()), Is.EqualTo((true, "b", false)));
        }

        Assert.That((all.GetString(0), all.Read(), all.GetString(0), all.Read()), Is.EqualTo(("a", true, "b", false)));
        return true;
    });

    [Test]
    public async Task What_failed_works_the_next_time() => await WithConnectionAsync(connection =>
    {
        const string insert = "INSERT INTO probe_notes (id, text, amount, written_at) VALUES (@text, @text, 1, '2026')";
        Execute(connection, insert, "a");
        Assert.Throws<SqliteException>(() => Execute(connection, insert, "a"));
        Execute(connection, insert, "b");
        Assert.Throws<SqliteException>(() => Execute(connection, "SELECT nonsense FROM nowhere"));
        // A value that is missing is missed, whatever stood there the last time.
        Assert.That(Scalar(connection, Count, "x"), Is.EqualTo(2));
        Assert.Throws<InvalidOperationException>(() => Execute(connection, Count));

        Assert.That(Scalar(connection, Count, "x"), Is.EqualTo(2));
        return true;
    });

    [Test]
    public async Task A_changed_schema_is_seen_and_what_is_taken_back_is_gone() => await WithConnectionAsync(async connection =>
    {
        Assert.That(Scalar(connection, Count, "x"), Is.Zero);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026')");
            Assert.That(Scalar(connection, Count, "x"), Is.EqualTo(1));
            await transaction.RollbackAsync();
        }

        await market.Database.ExecuteAsync("ALTER TABLE probe_notes ADD COLUMN colour text");
        Assert.That(Scalar(connection, Count, "x"), Is.Zero);
        Assert.That(Scalar(connection, "SELECT count(*) FROM probe_notes WHERE colour = @text", "x"), Is.Zero);
        return true;
    });

    [Test]
    public async Task Statements_that_never_come_again_do_not_pile_up() => await WithConnectionAsync(connection =>
    {
        using var reading = Command(connection, "SELECT 1 UNION SELECT 2");
        using var reader = reading.ExecuteReader();
        Assert.That(reader.Read(), Is.True);
        Send(0, 250);
        var few = BytesOfStatements();
        Send(250, 1_000);

        Assert.That(BytesOfStatements(), Is.InRange(1, few * 3 / 2));
        // The one under way was not thrown away with the others.
        Assert.That((reader.Read(), reader.GetInt64(0), reader.Read()), Is.EqualTo((true, 2, false)));
        return true;

        void Send(int from, int to)
        {
            for (var number = from; number < to; number++)
            {
                Scalar(connection, $"SELECT {number:D4} WHERE @text = 'x'", "x");
            }
        }

        int BytesOfStatements()
        {
            const int statementsUsed = 3;
            SQLitePCL.raw.sqlite3_db_status(((SqliteConnection)connection).Handle, statementsUsed, out var bytes, out _, 0);
            return bytes;
        }
    });

    [Test]
    public async Task A_connection_that_comes_back_with_something_under_way_is_not_lent_again()
    {
        SqliteDataReader? forgotten = null;
        var first = await WithConnectionAsync(connection =>
        {
            forgotten = (SqliteDataReader)Command(connection, "SELECT 1 UNION SELECT 2").ExecuteReader();
            return ((SqliteConnection)connection).Handle;
        });
        var second = await WithConnectionAsync(connection =>
        {
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026')");
            return ((SqliteConnection)connection).Handle;
        });
        var third = await WithConnectionAsync(connection =>
        {
            Assert.That(Scalar(connection, Count, "x"), Is.Zero, "What was not committed is taken back.");
            Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026')");
            return ((SqliteConnection)connection).Handle;
        });

        Assert.That(forgotten!.IsClosed, Is.True);
        Assert.That((object[])[first!, second!, third!], Is.Unique);
    }

    [Test]
    public async Task After_a_transaction_that_the_database_took_back_nothing_is_written_alone() => await WithConnectionAsync(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync();
        Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026')");
        Execute(connection, "ROLLBACK");

        Assert.Throws<InvalidOperationException>(() => Execute(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('b', 'b', 1, '2026')"));
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.That(await market.Database.CountAsync("SELECT count(*) FROM probe_notes"), Is.Zero);
        return true;
    });

    [Test]
    public async Task A_command_that_names_no_transaction_is_refused_while_there_is_one() => await WithConnectionAsync(async connection =>
    {
        using var before = Command(connection, Count, "x");
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Throws<InvalidOperationException>(() => before.ExecuteScalar());
        before.Transaction = transaction;
        Assert.That(before.ExecuteScalar(), Is.Zero);
        return true;
    });

    [Test]
    public async Task The_file_is_closed_when_its_marketplace_ends_and_the_log_is_in_it()
    {
        await using var database = await TestEngine.Sqlite.CreateAsync();
        var log = $"{new SqliteConnectionStringBuilder(database.ConnectionString).DataSource}-wal";
        var services = new ServiceCollection();
        services.AddLogging();
        database.AddTo(services);
        var provider = services.AddProbe().BuildServiceProvider();
        await provider.MigrateMarketplaceAsync();
        var late = provider.CreateAsyncScope();
        var db = late.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        await db.Database.OpenConnectionAsync();
        Assert.That(File.Exists(log));

        await provider.DisposeAsync();
        Assert.That(Scalar(db.Database.GetDbConnection(), Count, "x"), Is.Zero, "Who is late can still finish.");
        await late.DisposeAsync();

        Assert.That(File.Exists(log), Is.False);
    }

    private Task<T> WithConnectionAsync<T>(Func<DbConnection, T> action) => WithConnectionAsync(connection => Task.FromResult(action(connection)));

    private Task<T> WithConnectionAsync<T>(Func<DbConnection, Task<T>> action) => market.InScopeAsync(async services =>
    {
        var database = services.GetRequiredService<MarketplaceDbContext>().Database;
        await database.OpenConnectionAsync();
        Assert.That(database.GetDbConnection().State, Is.EqualTo(ConnectionState.Open));
        return await action(database.GetDbConnection());
    });

    private static SQLitePCL.sqlite3_stmt StatementOf(DbConnection connection, string sql)
    {
        using var command = Command(connection, sql, "x");
        using var reader = command.ExecuteReader();
        return ((SqliteDataReader)reader).Handle!;
    }

    private static void Execute(DbConnection connection, string sql, string? text = null)
    {
        using var command = Command(connection, sql, text);
        command.ExecuteNonQuery();
    }

    private static long Scalar(DbConnection connection, string sql, string text)
    {
        using var command = Command(connection, sql, text);
        return (long)command.ExecuteScalar()!;
    }

    private static DbCommand Command(DbConnection connection, string sql, string? text = null)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this test's.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (text is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@text", text);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
