using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Host;
using Marketplace.Samples.Sandbox;
using Marketplace.Samples.Sandbox.Tour;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The stand-ins, a database and a running marketplace, all in this process and talking over loopback HTTP as in production.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly MarketplaceHost market;
    private readonly string folder;
    private readonly HttpClient http = new();

    private World(StandIns outside, TestDatabase database, MarketplaceHost market, LogBook logs, string folder)
    {
        (Outside, this.database, this.market, Logs) = (outside, database, market, logs);
        this.folder = folder;
        Worlds = new Worlds(outside.Url, outside.Chain, Ledger);
    }

    public StandIns Outside { get; }

    public LogBook Logs { get; }

    public Worlds Worlds { get; }

    public TestDatabase Database => database;

    public Uri Ledger => new(Outside.Market, "ledger");

    public static async Task<World> StartAsync(TestEngine engine, params string[] settings)
    {
        engine.RequireAvailable();
        var folder = Directory.CreateDirectory(Path.Combine(TestFolder.Path, Unique.Name())).FullName;
        var database = await engine.CreateAsync();
        var outside = await StandIns.StartAsync(folder, port: 0);
        var logs = new LogBook();
        var market = MarketplaceHost.Build(
            [.. outside.MarketSettings(null), .. DatabaseSettings(database), .. settings],
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        await market.StartAsync();
        return new World(outside, database, market, logs, folder);
    }

    /// <summary>The marketplace's settings for a database of the tests; they come last and win.</summary>
    public static string[] DatabaseSettings(TestDatabase database) =>
    [
        $"--Database:Provider={(database.Engine == TestEngine.PostgreSql ? "postgresql" : "sqlite")}",
        $"--Database:ConnectionString={database.ConnectionString}",
    ];

    /// <summary>Somebody new, with a phone; what he reads and does goes into the test's output.</summary>
    public async Task<Guest> PersonAsync(string name)
    {
        var id = await Worlds.AddPersonAsync(name, CancellationToken.None);
        return new Guest(this, id, new Person(Worlds, name, id, Outside.BotUsername, TestContext.Out));
    }

    /// <summary>Asks the chat service's control API.</summary>
    public Task<JsonElement> ChatServiceAsync(string path, object? body = null) => AskAsync(new Uri(Outside.Url, $"sandbox/api/{path}"), body);

    /// <summary>Calls the Bot API as the marketplace's own bot.</summary>
    public async Task<JsonElement> BotAsync(string method, object arguments) => (await AskAsync(new Uri(Outside.Url, $"/bot{Outside.Token}/{method}"), arguments)).GetProperty("result");

    /// <summary>Asks the chain's control API.</summary>
    public Task<JsonElement> ChainAsync(string path, object? body = null) => AskAsync(new Uri(Outside.Chain, $"devnet/{path}"), body);

    /// <summary>Waits for something that tells nobody when it happens.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, $"Waited in vain for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public Task UntilLoggedAsync(params string[] words) => UntilAsync(
        () => Task.FromResult(Logs.Lines.Any(line => words.All(word => line.Contains(word, StringComparison.Ordinal)))), $"the log to hold {string.Join(" … ", words)}");

    /// <summary>A receipt is a promise: until the next batch of payments has kept it.</summary>
    public Task UntilPaidAsync() => UntilAsync(
        async () => await Database.CountAsync("SELECT COUNT(*) FROM campaigns_participations WHERE state = 2") == 0, "the payment");

    /// <summary>Every account's code and balance; every invariant must hold.</summary>
    public async Task<IReadOnlyDictionary<string, long>> BooksAsync()
    {
        var books = await Worlds.BooksAsync(CancellationToken.None);
        Assert.That(books.Invariants.Where(invariant => !invariant.Holds), Is.Empty);
        return books.Accounts.ToDictionary(account => account.Code, account => account.Balance);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        Worlds.Dispose();
        await market.StopAsync();
        await market.DisposeAsync();
        await Outside.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<JsonElement> AskAsync(Uri url, object? body)
    {
        using var response = body is null ? await http.GetAsync(url) : await http.PostAsJsonAsync(url, body);
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{url.PathAndQuery}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
