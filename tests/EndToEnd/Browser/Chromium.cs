using Marketplace.Testing;
using Microsoft.Playwright;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>The machine's own Chromium, driven by Playwright; nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>Without a sandbox of its own, because CI runs as root; and without the calls home of a browser that is new here.</summary>
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var path = ExternalPrograms.Chromium();
        var playwright = await Playwright.CreateAsync();
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags }));
    }

    /// <summary>A window of its own, with nothing remembered.</summary>
    public async Task<Screen> OpenAsync(Uri url, int width, int height, ColorScheme colors = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Locale = "en-GB",
            TimezoneId = "UTC",
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 600,
            IsMobile = width < 600,
        });
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await context.NewPageAsync();
        var screen = new Screen(page);
        await page.GotoAsync(url.ToString());
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
