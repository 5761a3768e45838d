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

    public Task<bool> ScrollsSidewaysAsync() =>
        Page.EvaluateAsync<bool>("() => [document.documentElement, document.body].some((e) => e.scrollWidth > window.innerWidth)");

    /// <summary>What sticks out of the window to the right, for a failure's message.</summary>
    public Task<string[]> SticksOutAsync() => Page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll("body *")]
          .filter((e) => e.checkVisibility({ opacityProperty: true }) && !e.closest(".visually-hidden, .skip") && e.getBoundingClientRect().right > window.innerWidth + 1)
          .map((e) => `${e.tagName}.${e.className}: ${(e.textContent ?? "").slice(0, 40)}`)
        """);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
