using Marketplace.Testing;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>The public page of the proof, on a phone and on a desk.</summary>
internal sealed class SolvencyPageTests
{
    [TestCase(390, 844)]
    [TestCase(1280, 900)]
    public async Task The_proof_of_solvency_reads_well_at_any_width(int width, int height)
    {
        await using var world = await World.StartAsync(TestEngine.Sqlite, "--Wallets:SolvencyInterval=00:00:01");
        var page = new Uri(world.Outside.Market, "solvency");
        using var http = new HttpClient();
        await World.UntilAsync(async () => (await http.GetAsync(page)).IsSuccessStatusCode, "the first proof of solvency");
        await using var chromium = await Chromium.StartAsync();

        await using var screen = await chromium.OpenAsync(page, width, height);

        await Expect(screen.Page.GetByText("Covered", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("Owed to people")).ToBeInViewportAsync();
        Assert.That(await screen.ScrollsSidewaysAsync(), Is.False, string.Join('\n', await screen.SticksOutAsync()));
        Assert.That(screen.Errors, Is.Empty);
    }
}
