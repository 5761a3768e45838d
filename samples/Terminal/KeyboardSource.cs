using System.Text.Json;
using Marketplace.Frontends;
using Marketplace.Kernel;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Samples.Terminal;

/// <summary>The source of updates: lines from the keyboard, stored before anything else.</summary>
internal sealed class KeyboardSource(IChatInbox inbox, TerminalPlatform platform, IdGenerator ids, TimeProvider time, IHostApplicationLifetime host) : BackgroundService
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);
    private string person = "ada";
    private string? openBot;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("You are ada, and have 100 TRX for advertising. A letter presses a button; '/as bob' makes you bob; '/forward' forwards the answer of the bot you opened; '/quit' ends. Begin with /start.");
        while (await Console.In.ReadLineAsync(stoppingToken) is { } line && line is not "/quit")
        {
            await TakeAsync(line.Trim(), stoppingToken);
        }

        host.StopApplication();
    }

    private Task TakeAsync(string line, CancellationToken cancellationToken)
    {
        if (line.StartsWith("/as ", StringComparison.Ordinal))
        {
            person = line[4..].Trim();
            Console.WriteLine($"You are {person}.");
            return Task.CompletedTask;
        }

        if (line == "/forward")
        {
            return openBot is null ? Task.CompletedTask : StoreAsync("forward", openBot, null, cancellationToken);
        }

        return line is [var letter] && platform.Choice(person, letter) is var (button, messageId)
            ? PressAsync(button, messageId, cancellationToken)
            : line.Length > 0 ? StoreAsync("words", line, null, cancellationToken) : Task.CompletedTask;
    }

    private Task PressAsync(Button button, string messageId, CancellationToken cancellationToken)
    {
        if (button.Copies is { } text)
        {
            Console.WriteLine(text);
            return Task.CompletedTask;
        }

        if (button.Url is not { } url)
        {
            return StoreAsync("press", button.Data!, messageId, cancellationToken);
        }

        if (url.StartsWith(TerminalPlatform.OurLink, StringComparison.Ordinal))
        {
            return StoreAsync("words", $"/start {url[TerminalPlatform.OurLink.Length..]}", null, cancellationToken);
        }

        openBot = url[TerminalPlatform.BotLink.Length..];
        Console.WriteLine($"\n--- @{openBot} ---\nWelcome! Thank you for starting me. (/forward forwards this)");
        return Task.CompletedTask;
    }

    private async Task StoreAsync(string kind, string text, string? messageId, CancellationToken cancellationToken)
    {
        var answer = platform.NextScreenFor(person);
        var line = new TypedLine(ids.Next().ToString("N"), person, kind, text, messageId, time.GetUtcNow());
        await inbox.StoreAsync([new ArrivedUpdate(TerminalPlatform.PlatformName, line.Key, person, JsonSerializer.Serialize(line))], cancellationToken);
        // Lines may come from a script: each is answered before the next is read. A press that changes nothing has no answer.
        await Task.WhenAny(answer, Task.Delay(LongestAnswer, time, cancellationToken));
    }
}
