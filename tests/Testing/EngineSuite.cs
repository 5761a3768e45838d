namespace Marketplace.Testing;

/// <summary>
/// Behaviour that must hold on every database: an abstract suite derives from this, and one class per engine from the suite.
/// <code>
/// internal abstract class OutboxSuite : EngineSuite { /* tests */ }
/// internal sealed class OutboxOnSqlite : OutboxSuite { protected override TestEngine Engine => TestEngine.Sqlite; }
/// internal sealed class OutboxOnPostgreSql : OutboxSuite { protected override TestEngine Engine => TestEngine.PostgreSql; }
/// </code>
/// </summary>
public abstract class EngineSuite
{
    protected abstract TestEngine Engine { get; }

    [OneTimeSetUp]
    public void RequireTheEngine() => Engine.RequireAvailable();

    /// <summary>The meta-test: looks at all suites of the test assembly, so that an abstract one which nobody completed is found too.</summary>
    [Test]
    public void Every_suite_of_this_assembly_runs_on_every_engine() =>
        Assert.That(Gaps(GetType().Assembly.GetTypes()), Is.Empty);

    internal static IEnumerable<string> Gaps(IReadOnlyCollection<Type> types)
    {
        var complete = types
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(EngineSuite)))
            .Select(type => (Type: type, ((EngineSuite)Activator.CreateInstance(type)!).Engine))
            .ToList();
        return
            from suite in types
            where suite.IsAbstract && suite.IsSubclassOf(typeof(EngineSuite))
            from engine in TestEngine.All
            where !complete.Any(candidate => candidate.Type.IsSubclassOf(suite) && candidate.Engine == engine)
            select $"{suite.Name} has no class for {engine}";
    }
}
