namespace Marketplace.Samples.Sandbox.Tour;

/// <summary>Somebody with a phone: reads, types, presses, forwards; waits for what he expects to see and is told when it does not come.</summary>
internal sealed class Person(Worlds worlds, string name, long id, string market, TextWriter transcript)
{
    /// <summary>Far longer than anything takes, and than a marketplace needs to come back after a crash.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private const int LongPollSeconds = 5;
    private readonly Dictionary<string, long> seen = [];

    public async Task TypeAsync(string text)
    {
        await SkipWhatCameAsync();
        Tell($"{name}: {text}");
        await worlds.WriteAsync(id, market, text, CancellationToken.None);
    }

    /// <summary>Presses the newest button whose label holds these words; a link is opened.</summary>
    public async Task PressAsync(string words)
    {
        var (message, button) = await FindButtonAsync(words);
        await SkipWhatCameAsync();
        Tell($"{name} presses [{button.Text}]");
        await (button.Url is { } url
            ? worlds.OpenAsync(id, url, CancellationToken.None)
            : worlds.PressAsync(id, market, message.Id, button.Text, CancellationToken.None));
    }

    public async Task OpenAsync(string url)
    {
        await SkipWhatCameAsync();
        Tell($"{name} opens {url}");
        await worlds.OpenAsync(id, url, CancellationToken.None);
    }

    /// <summary>Presses START in another bot's chat and forwards its answer to the marketplace.</summary>
    public async Task StartAndForwardAsync(string bot)
    {
        var before = (await worlds.MessagesAsync(id, bot, 0, 0, CancellationToken.None)).Version;
        Tell($"{name} presses START in @{bot}");
        await worlds.StartAsync(id, bot, CancellationToken.None);
        var answer = await FindAsync(bot, before, message => message.From == "bot", $"an answer of @{bot}");
        Tell($"@{bot} to {name}: {OneLine(answer.Text)}");
        await SkipWhatCameAsync();
        Tell($"{name} forwards it");
        await worlds.ForwardAsync(id, bot, answer.Id, market, CancellationToken.None);
    }

    /// <summary>Waits for a message, new since the last act, that holds these words.</summary>
    public async Task<string> ReadAsync(string words)
    {
        var message = await FindAsync(market, seen.GetValueOrDefault(market), candidate => candidate.From == "bot" && candidate.Words.Contains(words, StringComparison.Ordinal), $"“{words}”");
        Tell($"Marketplace to {name}: {OneLine(message.Words)}{string.Concat(message.AllButtons.Select(button => $" [{button.Words}]"))}");
        return message.Words;
    }

    private async Task<(ChatMessage Message, ChatButton Button)> FindButtonAsync(string words)
    {
        var message = await FindAsync(
            market, 0, candidate => candidate.From == "bot" && candidate.AllButtons.Any(button => button.Words.Contains(words, StringComparison.Ordinal)), $"a button “{words}”");
        return (message, message.AllButtons.First(button => button.Words.Contains(words, StringComparison.Ordinal)));
    }

    /// <summary>The newest message that is still there and fits.</summary>
    private async Task<ChatMessage> FindAsync(string bot, long after, Func<ChatMessage, bool> fits, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        var messages = new Dictionary<long, ChatMessage>();
        while (true)
        {
            ChatHistory history;
            try
            {
                history = await worlds.MessagesAsync(id, bot, after, LongPollSeconds, patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TourException($"{name} waited {Patience.TotalSeconds} s for {what}; last was: {OneLine(messages.Values.LastOrDefault()?.Text ?? "nothing")}");
            }

            foreach (var message in history.Messages)
            {
                messages[message.Id] = message;
            }

            if (messages.Values.Where(message => message.Deleted != true && fits(message)).MaxBy(message => message.Version) is { } found)
            {
                return found;
            }

            after = Math.Max(after, history.Version);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task SkipWhatCameAsync() => seen[market] = (await worlds.MessagesAsync(id, market, 0, 0, CancellationToken.None)).Version;

    private void Tell(string line) => transcript.WriteLine($"  {line}");

    private static string OneLine(string text) => string.Join(" / ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
