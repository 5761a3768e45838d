using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Host.Health;
using Marketplace.Kernel;
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
        var ledger = await http.GetFromJsonAsync<JsonElement>("/ledger?check=true");
        Assert.That(ledger.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "accounts", "journal", "invariants", "seal_head" }));
        Assert.That(ledger.GetProperty("invariants").EnumerateArray().Select(invariant => invariant.GetProperty("holds").GetBoolean()), Is.Not.Empty.And.All.True);
        var lastFound = await http.GetFromJsonAsync<JsonElement>("/ledger");
        Assert.That(
            lastFound.GetProperty("invariants").EnumerateArray().Select(invariant => invariant.GetProperty("name").GetString()),
            Is.EquivalentTo(ledger.GetProperty("invariants").EnumerateArray().Select(invariant => invariant.GetProperty("name").GetString())));
        // After the ledger's page, which is the first to ask something that is measured.
        await host.Services.GetServices<IBackgroundWork>().Single(work => work.Name == "host.look_at_the_money").RunOnceAsync(CancellationToken.None);
        var metrics = await http.GetStringAsync("/metrics");
        Assert.That(metrics, Does.Contain("# TYPE marketplace_command_duration_seconds histogram").And.Contain("le=\"0.001\"").And.Contain("le=\"60\"")
            .And.Contain("dotnet_process_memory_working_set_bytes").And.Contain("http_server_request_duration_seconds_bucket")
            .And.Match("marketplace_held_sun\\{.*place=\"hot\"").And.Contain("marketplace_withdrawals_waiting").And.Contain("marketplace_reports_open"));
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var link in Regex.Matches(await http.GetStringAsync("/"), "href=\"(.*?)\"").Select(match => match.Groups[1].Value))
        {
            using var page = await http.GetAsync(link);
            Assert.That(page.StatusCode, Is.EqualTo(link == "/solvency" ? HttpStatusCode.NotFound : HttpStatusCode.OK), link);
        }

        await host.StopAsync();
    }

    [Test]
    public async Task It_answers_to_its_own_names_only()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(worlds.Arguments(("Chat:PublicUrl", "https://market.example"), ("Http:Names:0", "inside.example")));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };

        foreach (var name in (string[])["localhost", "127.0.0.1:5080", "[::1]", "marketplace", "market.example", "inside.example"])
        {
            Assert.That(await AskAsync(name), Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound }), name);
        }

        foreach (var name in (string[])["evil.example", "evil.example:5080", "127.0.0.1.evil.example"])
        {
            Assert.That(await AskAsync(name), Has.Exactly(4).Items.And.All.EqualTo(HttpStatusCode.MisdirectedRequest), name);
        }

        await host.StopAsync();

        async Task<IReadOnlyList<HttpStatusCode>> AskAsync(string name)
        {
            var answers = new List<HttpStatusCode>();
            foreach (var path in (string[])["/", "/health/live", "/metrics", "/nowhere"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Host = name;
                using var response = await http.SendAsync(request);
                answers.Add(response.StatusCode);
            }

            return answers;
        }
    }

    [TestCase(0, "No operator is configured: reports about campaigns, and withdrawals above 1,?000(\\.0+)? TRX, wait until Accounts__Operators__0 names one")]
    [TestCase(1, "One operator is configured: withdrawals above 5,?000(\\.0+)? TRX wait until Accounts__Operators__1 names a second")]
    [TestCase(2, null)]
    public async Task It_says_where_too_few_operators_are_configured(int operators, string? warning)
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        using var logs = new LogBook();
        var arguments = worlds.Arguments([.. Enumerable.Range(0, operators).Select(number => ($"Accounts:Operators:{number}", $"telegram:{number + 1}"))]);
        await using var host = MarketplaceHost.Build(arguments, services => services.AddSingleton<ILoggerProvider>(logs));
        await host.StartAsync();
        await host.StopAsync();

        Assert.That(logs.Lines.Where(line => line.Contains("perator is configured", StringComparison.Ordinal)), warning is null ? Is.Empty : Has.One.Match(warning));
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
