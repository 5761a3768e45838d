using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Frontends;
using Marketplace.Kernel;

namespace Marketplace.Samples.Terminal;

/// <summary>What was typed, as it is stored until it is handled.</summary>
internal sealed record TypedLine(string Key, string Person, string Kind, string Text, string? MessageId, DateTimeOffset At);

/// <summary>One terminal, any number of persons who take turns at it.</summary>
internal sealed class TerminalPlatform : IChatPlatform
{
    public const string PlatformName = "terminal";
    public const string OurLink = "terminal:us?start=";
    public const string BotLink = "terminal:bot/";

    /// <summary>Letters, for a number may be the answer to a question.</summary>
    private const char FirstLetter = 'a';
    private readonly ConcurrentDictionary<string, (string MessageId, IReadOnlyList<Button> Buttons)> choices = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new();
    private int lastMessage;

    public string Name => PlatformName;

    /// <summary>The button behind a letter of the person's newest screen, and that screen's message.</summary>
    public (Button Button, string MessageId)? Choice(string person, char letter) =>
        choices.TryGetValue(person, out var shown) && letter >= FirstLetter && letter < FirstLetter + shown.Buttons.Count
            ? (shown.Buttons[letter - FirstLetter], shown.MessageId)
            : null;

    /// <summary>Completes when the person sees something new.</summary>
    public Task NextScreenFor(string person) =>
        (awaited[person] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ChatInput? Read(string payload)
    {
        var line = JsonSerializer.Deserialize<TypedLine>(payload)!;
        ChatContent content = line.Kind switch
        {
            "press" => new ButtonPressed(line.Text, line.MessageId, line.Key),
            "forward" => new MessageForwarded(new ForwardEvidence(Name, ForwardOrigin.User, line.Text, true, line.At, line.At, line.Key), line.Text),
            _ when line.Text is ['/', .. var command] => new CommandEntered(command.Split(' ')[0], command.Split(' ', 2) is [_, var rest] ? rest : null),
            _ => new TextEntered(line.Text),
        };
        // A machine without a locale ("iv") has no language to apologise for.
        var language = CultureInfo.CurrentUICulture is { Name.Length: > 0 } culture ? culture.TwoLetterISOLanguageName : null;
        return new ChatInput(new Identity(Name, line.Person), line.Person, line.Key, content, language);
    }

    public Task<Delivery> ShowAsync(string chatId, Screen screen, string? editMessageId, CancellationToken cancellationToken)
    {
        var buttons = screen.Buttons.SelectMany(row => row).ToList();
        var messageId = editMessageId ?? Interlocked.Increment(ref lastMessage).ToString(CultureInfo.InvariantCulture);
        choices[chatId] = (messageId, buttons);
        var lines = buttons.Select((button, index) => $"  {(char)(FirstLetter + index)}) {Coloured(button)}").Prepend(string.Concat(screen.Text.Spans.Select(span => span.Text)));
        Console.WriteLine($"\n--- to {chatId} ---\n{string.Join('\n', lines)}");
        if (awaited.TryRemove(chatId, out var waiting))
        {
            waiting.SetResult();
        }

        return Task.FromResult(new Delivery(DeliveryOutcome.Delivered, messageId));
    }

    public Task RetireAsync(string chatId, string messageId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AcknowledgeAsync(ChatInput input, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>In the colours of a terminal, where there is one and not a file.</summary>
    private static string Coloured(Button button) => (Console.IsOutputRedirected ? ButtonStyle.Plain : button.Style) switch
    {
        ButtonStyle.Primary => $"\e[34m{button.Label}\e[0m",
        ButtonStyle.Success => $"\e[32m{button.Label}\e[0m",
        ButtonStyle.Danger => $"\e[31m{button.Label}\e[0m",
        _ => button.Label,
    };

    /// <summary>Every name that ends in <c>bot</c> is a bot here, and its name is its id.</summary>
    public Task<Result<PromotedBot>> ResolveBotAsync(string reference, CancellationToken cancellationToken)
    {
        var name = reference.Trim().TrimStart('@');
        return Task.FromResult<Result<PromotedBot>>(name.EndsWith("bot", StringComparison.OrdinalIgnoreCase) ? new PromotedBot(Name, name, name) : ChatErrors.NotABotLink);
    }

    public string LinkToUs(string payload) => OurLink + payload;

    public string LinkTo(PromotedBot bot) => BotLink + bot.Username;
}
