namespace Marketplace.Testing;

/// <summary>A database the marketplace runs on, as the tests know it. A new provider is one more of these, and every suite asks for it.</summary>
public abstract class TestEngine
{
    public static TestEngine Sqlite { get; } = new SqliteTestEngine();

    public static TestEngine PostgreSql { get; } = new PostgreSqlTestEngine();

    public static IReadOnlyList<TestEngine> All { get; } = [Sqlite, PostgreSql];

    /// <summary>PostgreSQL on a server that the test has for itself, to kill it and start it again.</summary>
    public static TestEngine On(PrivatePostgreSql server) => new PostgreSqlTestEngine(server);

    public abstract string Name { get; }

    /// <summary>Ends the test as ignored, with the reason, where this machine lacks the engine; as failed where it is required.</summary>
    public virtual void RequireAvailable()
    {
    }

    /// <summary>A new, empty database.</summary>
    public abstract Task<TestDatabase> CreateAsync();

    /// <summary>A copy of a database to which nobody is connected: far faster than migrating again.</summary>
    public abstract Task<TestDatabase> CopyAsync(TestDatabase original);

    public override string ToString() => Name;
}
