using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Samples.Sandbox.Tour;
using Marketplace.Testing;

namespace Marketplace.EndToEnd.Tests.Processes;

/// <summary>The two commands of the README, and what <c>--keep</c> keeps.</summary>
[CancelAfter(180_000)]
internal sealed partial class SandboxProgramTests
{
    private const long Ada = 5_000_000_101;
    private const string Bot = "marketplace_sandbox_bot";

    [Test]
    public async Task The_tour_as_a_program_ends_with_0_and_prints_the_story_and_the_books(CancellationToken cancellationToken)
    {
        await using var sandbox = Child.Sandbox("--tour");

        Assert.That(await sandbox.ExitAsync(cancellationToken), Is.Zero, sandbox.Output);
        Assert.That(sandbox.Output, Does.Contain("You earned 8.5 TRX").And.Contain("platform/revenue").And.Contain("Every step and every invariant held."));
        Assert.That(sandbox.Output, Does.Not.Contain("fail:").And.Not.Contain("crit:"), "It ends in peace.");
    }

    [Test]
    public async Task A_misspelled_option_prints_the_usage(CancellationToken cancellationToken)
    {
        await using var sandbox = Child.Sandbox("--tuor");

        Assert.That(await sandbox.ExitAsync(cancellationToken), Is.EqualTo(64));
        Assert.That(sandbox.Output, Does.Contain("--tour"));
    }

    [Test]
    public async Task Help_prints_the_usage_and_is_no_failure(CancellationToken cancellationToken)
    {
        await using var sandbox = Child.Sandbox("--help");

        Assert.That(await sandbox.ExitAsync(cancellationToken), Is.Zero);
        Assert.That(sandbox.Output, Does.Contain("--tour"));
    }

    [Test]
    public async Task It_prints_one_url_serves_the_page_there_and_keeps_everything_across_a_restart(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(TestFolder.Path, Unique.Name());
        LedgerBooks before;
        string address;
        long head;
        await using (var sandbox = Child.Sandbox("--keep", folder, "--port", "0"))
        {
            var url = await UrlAsync(sandbox, cancellationToken);
            using var http = new HttpClient { BaseAddress = url };
            Assert.That(await http.GetStringAsync(string.Empty, cancellationToken), Does.Contain("<title>Marketplace sandbox</title>"));
            Assert.That(Urls().Count(sandbox.Output), Is.EqualTo(1), sandbox.Output);

            using var worlds = Through(url);
            // Whether the marketplace is up by now or not: what is written waits for it.
            await AskForAddressAsync(worlds, cancellationToken);
            address = Address().Match(await ReadAsync(worlds, Address().IsMatch, cancellationToken)).Value;
            await PostAsync(http, "sandbox/chain/faucet", new { address, amount_sun = 25_000_000 }, cancellationToken);
            await PostAsync(http, "sandbox/chain/mine", new { count = 21 }, cancellationToken);
            await ReadAsync(worlds, text => text.Contains("Deposit received: 25 TRX", StringComparison.Ordinal), cancellationToken);
            before = await worlds.BooksAsync(cancellationToken);
            head = await HeadAsync(http, cancellationToken);
            Assert.That(await sandbox.StopAsync(cancellationToken), Is.Zero, sandbox.Output);
        }

        await using (var sandbox = Child.Sandbox("--keep", folder, "--port", "0"))
        {
            using var http = new HttpClient { BaseAddress = await UrlAsync(sandbox, cancellationToken) };
            using var worlds = Through(http.BaseAddress);
            await RunningAsync(http, cancellationToken);
            Assert.That((await worlds.BooksAsync(cancellationToken)).Accounts, Is.EqualTo(before.Accounts));
            Assert.That(await HeadAsync(http, cancellationToken), Is.GreaterThanOrEqualTo(head), "The chain goes on where it was.");
            await AskForAddressAsync(worlds, cancellationToken);
            await ReadAsync(worlds, text => text.Contains(address, StringComparison.Ordinal), cancellationToken);
            var history = await worlds.MessagesAsync(Ada, Bot, 0, 0, cancellationToken);
            Assert.That(history.Messages.Count(message => message.Text == "/deposit"), Is.EqualTo(2), "The chat of before is still there.");
        }
    }

    private static async Task AskForAddressAsync(Worlds worlds, CancellationToken cancellationToken)
    {
        await worlds.WriteAsync(Ada, Bot, "/deposit", cancellationToken);
        for (long after = 0; ;)
        {
            var history = await worlds.MessagesAsync(Ada, Bot, after, 5, cancellationToken);
            if (history.Messages.LastOrDefault(message => message.AllButtons.Any(IsForAds)) is { } question)
            {
                await worlds.PressAsync(Ada, Bot, question.Id, question.AllButtons.First(IsForAds).Text, cancellationToken);
                return;
            }

            after = history.Version;
        }

        static bool IsForAds(ChatButton button) => button.Text.Contains("For advertising", StringComparison.Ordinal);
    }

    private static async Task<Uri> UrlAsync(Child sandbox, CancellationToken cancellationToken) =>
        new(Urls().Match(await sandbox.LineAsync("The sandbox is at", cancellationToken)).Value);

    /// <summary>The page is there before the marketplace, and says which of the two it waits for.</summary>
    private static async Task RunningAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var state = "starting";
        await World.UntilAsync(
            async () =>
            {
                Assert.That(state, Is.EqualTo("starting"));
                state = (await http.GetFromJsonAsync<JsonElement>("sandbox/host", cancellationToken)).GetProperty("state").GetString();
                return state == "running";
            },
            "the marketplace");
    }

    /// <summary>The page's own way to the ledger.</summary>
    private static Worlds Through(Uri page) => new(page, page, new Uri(page, "sandbox/ledger"));

    private static async Task PostAsync(HttpClient http, string path, object body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(path, body, cancellationToken);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async Task<long> HeadAsync(HttpClient http, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonElement>("sandbox/chain/state", cancellationToken)).GetProperty("head").GetInt64();

    private static async Task<string> ReadAsync(Worlds worlds, Func<string, bool> fits, CancellationToken cancellationToken)
    {
        for (long after = 0; ;)
        {
            var history = await worlds.MessagesAsync(Ada, Bot, after, 5, cancellationToken);
            if (history.Messages.LastOrDefault(message => message.From == "bot" && fits(message.Words)) is { } found)
            {
                return found.Words;
            }

            after = history.Version;
        }
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Urls();

    [GeneratedRegex(@"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")]
    private static partial Regex Address();
}
