using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.Tests;

/// <summary>On SQLite a context's connection stays open and keeps its statements.</summary>
internal sealed class KeptStatementTests
{
    private const string Count = "SELECT count(*) FROM probe_notes WHERE text <> @text";
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartAsync() => market = await TestMarketplace.StartAsync(TestEngine.Sqlite, services => services.AddProbe());

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [Test]
    public Task A_statement_that_comes_again_is_the_one_that_was_prepared() => WithConnectionAsync(connection =>
    {
        Assert.That(HandleOf(connection, Count), Is.SameAs(HandleOf(connection, Count)));
        return Task.CompletedTask;
    });

    [Test]
    public async Task The_next_scope_finds_the_connection_open()
    {
        object? first = null, second = null;
        await WithConnectionAsync(connection => Task.FromResult(first = HandleOf(connection, Count)));
        await WithConnectionAsync(connection => Task.FromResult(second = HandleOf(connection, Count)));

        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public Task The_same_statement_can_be_read_twice_at_once_each_with_its_own_values() => WithConnectionAsync(async connection =>
    {
        await ExecuteAsync(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026'), ('b', 'b', 1, '2026')");
        using var outer = Command(connection, "SELECT text FROM probe_notes WHERE text >= @text ORDER BY text", "a");
        using var inner = Command(connection, "SELECT text FROM probe_notes WHERE text >= @text ORDER BY text", "b");
        using var all = outer.ExecuteReader();
        Assert.That(all.Read(), Is.True);
        using (var later = inner.ExecuteReader())
        {
            Assert.That((later.Read(), later.GetString(0), later.Read()), Is.EqualTo((true, "b", false)));
        }

        Assert.That((all.GetString(0), all.Read(), all.GetString(0), all.Read()), Is.EqualTo(("a", true, "b", false)));
    });

    [Test]
    public Task What_failed_works_the_next_time() => WithConnectionAsync(async connection =>
    {
        const string insert = "INSERT INTO probe_notes (id, text, amount, written_at) VALUES (@text, @text, 1, '2026')";
        await ExecuteAsync(connection, insert, "a");
        Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync(connection, insert, "a"));
        await ExecuteAsync(connection, insert, "b");
        Assert.ThrowsAsync<SqliteException>(() => ExecuteAsync(connection, "SELECT nonsense FROM nowhere"));
        Assert.ThrowsAsync<InvalidOperationException>(() => ExecuteAsync(connection, Count));

        Assert.That(await ScalarAsync(connection, Count, "x"), Is.EqualTo(2));
    });

    [Test]
    public Task A_changed_schema_is_seen_and_what_is_taken_back_is_gone() => WithConnectionAsync(async connection =>
    {
        Assert.That(await ScalarAsync(connection, Count, "x"), Is.Zero);
        using (var transaction = connection.BeginTransaction())
        {
            await ExecuteAsync(connection, "INSERT INTO probe_notes (id, text, amount, written_at) VALUES ('a', 'a', 1, '2026')");
            Assert.That(await ScalarAsync(connection, Count, "x"), Is.EqualTo(1));
            transaction.Rollback();
        }

        await market.Database.ExecuteAsync("ALTER TABLE probe_notes ADD COLUMN colour text");
        Assert.That(await ScalarAsync(connection, Count, "x"), Is.Zero);
        Assert.That(await ScalarAsync(connection, "SELECT count(*) FROM probe_notes WHERE colour = @text", "x"), Is.Zero);
    });

    [Test]
    public Task Statements_of_many_lengths_do_not_pile_up() => WithConnectionAsync(async connection =>
    {
        for (var length = 1; length < 700; length++)
        {
            await ScalarAsync(connection, $"SELECT {string.Join('+', Enumerable.Repeat("1", length))} WHERE @text = 'x'", "x");
        }

        Assert.That(await ScalarAsync(connection, Count, "x"), Is.Zero);
    });

    private Task WithConnectionAsync(Func<SqliteConnection, Task> action) => market.InScopeAsync(async services =>
    {
        var database = services.GetRequiredService<MarketplaceDbContext>().Database;
        await database.OpenConnectionAsync();
        await action((SqliteConnection)database.GetDbConnection());
    });

    private static object HandleOf(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql, "x");
        using var reader = command.ExecuteReader();
        return typeof(SqliteDataReader).GetProperty("Handle")!.GetValue(reader)!;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, string? text = null)
    {
        using var command = Command(connection, sql, text);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(SqliteConnection connection, string sql, string text)
    {
        using var command = Command(connection, sql, text);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, string? text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this test's.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (text is not null)
        {
            command.Parameters.AddWithValue("@text", text);
        }

        return command;
    }
}
