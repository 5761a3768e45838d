using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>The page's files, its isolation from elsewhere, the live stream and the panels.</summary>
public sealed partial class PageTests
{
    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync() => _sandbox = await Sandbox.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task The_page_and_everything_it_names_are_served_and_nothing_comes_from_elsewhere()
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>(["/"]);
        while (open.TryDequeue(out var path))
        {
            using var response = await _sandbox.Http.GetAsync(path);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));
            var content = await response.Content.ReadAsStringAsync();
            foreach (Match name in Named().Matches(content))
            {
                var target = name.Value.StartsWith('.') ? "/sandbox/page/" + name.Value[2..] : name.Value;
                if (seen.Add(target))
                {
                    open.Enqueue(target);
                }
            }
        }

        Assert.That(seen, Does.Contain("/sandbox/page/conversation.js").And.Contain("/sandbox/page/page.css"));
    }

    [Test]
    public async Task The_live_stream_tells_of_a_message_as_it_happens()
    {
        await using var stream = await _sandbox.Http.GetStreamAsync("/sandbox/api/events");
        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo(": listening"));
        await _sandbox.SayAsync(Sandbox.Bob, "hello");
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith("data: ", StringComparison.Ordinal));

        var told = JsonNode.Parse(line!["data: ".Length..])!;
        Assert.That(told["kind"]!.GetValue<string>(), Is.EqualTo("message"));
        Assert.That(told["person_id"]!.GetValue<long>(), Is.EqualTo(Sandbox.Bob));
        Assert.That(told["data"]!["text"]!.GetValue<string>(), Is.EqualTo("hello"));
    }

    [TestCase("/sandbox/chain/state")]
    [TestCase("/sandbox/ledger")]
    public async Task A_panel_that_is_not_connected_says_so(string path)
    {
        using var response = await _sandbox.Http.GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!.GetValue<string>(), Is.EqualTo("not connected"));
    }

    /// <summary>A marketplace takes its time to start, on a slow machine a long one: until then nothing is wrong.</summary>
    [Test]
    public async Task What_has_not_answered_yet_is_starting_and_what_is_gone_is_out_of_reach()
    {
        var port = FreePort();
        await using var shown = await Sandbox.StartAsync(options => (options.HostUrl, options.LedgerUrl) = (At(port), new Uri(At(port), "ledger")));
        Assert.That(await StateAsync(shown), Is.EqualTo("starting"));
        Assert.That(await LedgerAsync(shown), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "starting")));

        await using (await Sandbox.StartAsync(options => options.Port = port))
        {
            Assert.That(await StateAsync(shown), Is.EqualTo("running"));
        }

        Assert.That(await StateAsync(shown), Is.EqualTo("unreachable"));
        Assert.That(await LedgerAsync(shown), Is.EqualTo((HttpStatusCode.BadGateway, "not reachable")));
    }

    [Test]
    public async Task The_page_knows_where_the_marketplaces_own_pages_are()
    {
        await using var shown = await Sandbox.StartAsync(options => options.HostUrl = new Uri("http://127.0.0.1:5101"));
        var host = (await shown.Http.GetFromJsonAsync<JsonNode>("/sandbox/host"))!;
        Assert.That(host["health"]!.GetValue<string>(), Is.EqualTo("http://127.0.0.1:5101/health"));
        Assert.That(host["solvency"]!.GetValue<string>(), Is.EqualTo("http://127.0.0.1:5101/solvency"));
    }

    [Test]
    public async Task Everybody_has_a_wallet_where_the_chain_gives_one()
    {
        await using var rich = await Sandbox.StartAsync(options => options.WalletOf = id => $"T{id}");
        var dora = await rich.ActAsync("people", new { first_name = "Dora" });
        Assert.That(dora["wallet"]!.GetValue<string>(), Is.EqualTo($"T{dora["id"]}"));
        Assert.That((await rich.SeeAsync("state"))["people"]!.AsArray().Select(person => person!["wallet"]!.GetValue<string>()), Does.Contain($"T{Sandbox.Ada}"));
        Assert.That((await _sandbox.SeeAsync("people"))[0]!["wallet"], Is.Null);
    }

    [Test]
    public async Task A_bot_speaks_the_languages_in_which_it_has_commands()
    {
        await _sandbox.ResultAsync("setMyCommands", new { commands = new[] { new { command = "aide", description = "Aide" } }, language_code = "fr" });
        var bot = (await _sandbox.SeeAsync("state"))["bots"]!.AsArray().First(candidate => candidate!["hosted"]!.GetValue<bool>())!;
        Assert.That(bot["languages"]!.AsArray().Select(language => language!.GetValue<string>()), Is.EqualTo(new[] { "fr" }));
    }

    [Test]
    public async Task A_panel_shows_what_its_source_answers()
    {
        // Any other server of ours will do as a source: what counts is that the answer passes unchanged.
        await using var source = await Sandbox.StartAsync();
        await using var shown = await Sandbox.StartAsync(options => options.LedgerUrl = new Uri(source.Server.Url, "/sandbox/api/people"));
        Assert.That(await shown.Http.GetStringAsync("/sandbox/ledger"), Is.EqualTo(await source.Http.GetStringAsync("/sandbox/api/people")));
    }

    private static async Task<string> StateAsync(Sandbox sandbox) => (await sandbox.Http.GetFromJsonAsync<JsonNode>("/sandbox/host"))!["state"]!.GetValue<string>();

    private static async Task<(HttpStatusCode Status, string? Error)> LedgerAsync(Sandbox sandbox)
    {
        using var response = await sandbox.Http.GetAsync("/sandbox/ledger");
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]?.GetValue<string>());
    }

    private static Uri At(int port) => new($"http://127.0.0.1:{port}/");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"(?<="")(?:/sandbox/page/|\./)[a-z.]+(?="")")]
    private static partial Regex Named();
}
