using System.Net;
using System.Net.Http.Json;
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

    [Test]
    public async Task A_panel_whose_source_is_gone_says_so()
    {
        await using var lonely = await Sandbox.StartAsync(options => options.ChainUrl = new Uri("http://127.0.0.1:9/"));
        using var response = await lonely.Http.GetAsync("/sandbox/chain/state");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task A_panel_shows_what_its_source_answers()
    {
        // Any other server of ours will do as a source: what counts is that the answer passes unchanged.
        await using var source = await Sandbox.StartAsync();
        await using var shown = await Sandbox.StartAsync(options => options.LedgerUrl = new Uri(source.Server.Url, "/sandbox/api/people"));
        Assert.That(await shown.Http.GetStringAsync("/sandbox/ledger"), Is.EqualTo(await source.Http.GetStringAsync("/sandbox/api/people")));
    }

    [GeneratedRegex(@"(?<="")(?:/sandbox/page/|\./)[a-z.]+(?="")")]
    private static partial Regex Named();
}
