using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Host.Health;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Tests;

public class HostTests
{
    [Test]
    public async Task A_host_says_what_it_is_connected_to_and_serves_its_pages()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        using var logs = new LogBook();
        await using var host = MarketplaceHost.Build(worlds.Arguments(("Http:ExposeLedger", "true")), services => services.AddSingleton<ILoggerProvider>(logs));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };

        Assert.That(logs.Lines, Has.One.Match("Database: SQLite .*marketplace.db$"));
        Assert.That(logs.Lines, Has.One.Match("Telegram: @marketplace_sandbox_bot by way of http://127.0.0.1:"));
        Assert.That(logs.Lines, Has.One.Match("TRON: devnet, block [0-9]+, by way of http://127.0.0.1:"));
        Assert.That(await http.GetStringAsync("/health/live"), Is.EqualTo("ok"));
        await host.Services.GetRequiredService<BooksAudit>().RunOnceAsync(CancellationToken.None);
        var health = await http.GetAsync("/health");
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK), await health.Content.ReadAsStringAsync());
        var ledger = await http.GetFromJsonAsync<JsonElement>("/ledger");
        Assert.That(ledger.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "accounts", "journal", "invariants", "seal_head" }));
        Assert.That(ledger.GetProperty("invariants").EnumerateArray().Select(invariant => invariant.GetProperty("holds").GetBoolean()), Is.Not.Empty.And.All.True);
        // After the ledger's page, which is the first to ask something that is measured.
        Assert.That(await http.GetStringAsync("/metrics"), Does.Contain("process_resident_memory_bytes ").And.Contain("# TYPE marketplace_command_duration_seconds histogram"));
        await host.StopAsync();
    }

    [Test]
    public async Task The_ledger_is_off_unless_asked_for()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(worlds.Arguments());
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };

        Assert.That((await http.GetAsync("/ledger")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await host.StopAsync();
    }
}
