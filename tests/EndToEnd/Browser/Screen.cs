using Microsoft.Playwright;

namespace Marketplace.EndToEnd.Tests.Browser;

/// <summary>The page as a person uses it: what can be seen and named is what can be clicked.</summary>
internal sealed class Screen : IAsyncDisposable
{
    /// <summary>A marketplace on a busy machine may take its time.</summary>
    private const float PatienceMs = 45_000;
    private readonly List<string> errors = [];

    public Screen(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(PatienceMs);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                errors.Add($"{line.Text} ({line.Location})");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about: broken scripts, refused requests.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    public ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    public Task BeAsync(string person) => Page.Locator("#people .row", new() { HasText = person }).First.ClickAsync();

    public Task OpenChatAsync(string bot) => Page.Locator($"#chats [data-bot='{bot}']").ClickAsync();

    public Task PressStartAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "START", Exact = true }).ClickAsync();

    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    /// <summary>Presses a button under the newest message that has one with these words.</summary>
    public Task PressAsync(string words) => Page.Locator("#conversation .key", new() { HasText = words }).Last.ClickAsync();

    /// <summary>Waits for a message of the bot that holds these words.</summary>
    public async Task<ILocator> ReadAsync(string words)
    {
        var message = Page.Locator("#conversation .message.in", new() { HasText = words }).Last;
        await message.WaitForAsync();
        return message;
    }

    /// <summary>Tab after Tab, until the focus is on what has these words.</summary>
    public async Task TabToAsync(string selector, string words, bool backwards = false)
    {
        for (var presses = 0; !await FocusIsOnAsync(selector, words); presses++)
        {
            Assert.That(presses, Is.LessThan(60), $"Tab never comes to {selector} “{words}”.");
            await Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        }
    }

    public Task<bool> FocusIsOnAsync(string selector, string words) => Page.EvaluateAsync<bool>(
        "([selector, words]) => document.activeElement.matches(selector) && document.activeElement.textContent.includes(words)", new[] { selector, words });

    public Task<bool> ScrollsSidewaysAsync() =>
        Page.EvaluateAsync<bool>("() => [document.documentElement, document.body].some((e) => e.scrollWidth > window.innerWidth)");

    /// <summary>What sticks out of the window to the right, for a failure's message.</summary>
    public Task<string[]> SticksOutAsync() => Page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll("body *")]
          .filter((e) => e.checkVisibility({ opacityProperty: true }) && !e.closest(".visually-hidden, .skip") && e.getBoundingClientRect().right > window.innerWidth + 1)
          .map((e) => `${e.tagName}.${e.className}: ${(e.textContent ?? "").slice(0, 40)}`)
        """);

    /// <summary>Every text that can be seen and is fainter than 4.5 : 1 against what is behind it (WCAG 2.2, 1.4.3), with its measured contrast. Pictures of letters and what can not be used are exempt.</summary>
    public Task<string[]> FaintAsync() => Page.EvaluateAsync<string[]>(
        """
        () => {
          const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            pixel.clearRect(0, 0, 1, 1);
            pixel.fillStyle = color;
            pixel.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
          const light = (color) => color.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const grounds = (element) => {
            if (!element) return [[255, 255, 255, 1]];
            const style = getComputedStyle(element);
            const own = rgba(style.backgroundColor);
            const stops = style.backgroundImage.match(/(?:rgba?|color)\([^)]*\)/g)?.map(rgba);
            if (stops) return stops;
            return own[3] === 1 ? [own] : grounds(element.parentElement).map((below) => over(own, below));
          };
          const contrast = (element) => {
            const ink = rgba(getComputedStyle(element).color);
            for (let at = element; at; at = at.parentElement) ink[3] *= Number(getComputedStyle(at).opacity);
            return Math.min(...grounds(element).map((ground) => {
              const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x);
              return (a + 0.05) / (b + 0.05);
            }));
          };
          return [...document.querySelectorAll("body *")]
            .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "") && e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
            .filter((e) => !e.closest("[aria-hidden=true], :disabled, .visually-hidden, .skip, .spoiler, option, .toast"))
            .map((e) => [contrast(e), e])
            .filter(([measured]) => measured < 4.5)
            .map(([measured, e]) => `${measured.toFixed(2)} ${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`);
        }
        """);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
