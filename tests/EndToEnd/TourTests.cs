using Marketplace.Samples.Sandbox.Tour;
using Marketplace.Testing;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The whole story over HTTP, from Cleo's invitation to the audit of the books.</summary>
internal abstract class TourSuite : EngineSuite
{
    [Test]
    public async Task The_story_ends_in_the_right_balances()
    {
        await using var world = await World.StartAsync(Engine);

        var held = await Tour.PlayAsync(world.Outside.Url, world.Outside.Chain, world.Ledger, world.Outside.BotUsername, TestContext.Out);

        Assert.That(held, Is.True, "The transcript above says what did not hold.");
    }
}

internal sealed class TourOnSqlite : TourSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class TourOnPostgreSql : TourSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
