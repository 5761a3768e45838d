using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Tests;

/// <summary>A chat service in memory that keeps what every chat shows, and misbehaves on demand. It survives the marketplace's restarts, as the real ones do.</summary>
internal sealed class ScriptedPlatform : IChatPlatform
{
    private readonly ConcurrentDictionary<string, ChatInput> inputs = new();
    private int lastMessage;
    private int lastUpdate;

    public string Name => "telegram";

    public ConcurrentDictionary<string, Message> Messages { get; } = new();

    /// <summary>What people are called in public, by their chat.</summary>
    public Dictionary<string, string> Usernames { get; } = [];

    public ConcurrentQueue<string> Acknowledged { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What the platform answers to a message instead of taking it.</summary>
    public Func<string, Screen, Delivery?> Refuse { get; set; } = (_, _) => null;

    /// <summary>What reading an update does besides.</summary>
    public Action<ChatInput> OnRead { get; set; } = _ => { };

    public ArrivedUpdate Update(string chat, ChatContent content, string? language = null, string? orderKey = null)
    {
        var key = $"1:{Interlocked.Increment(ref lastUpdate).ToString(CultureInfo.InvariantCulture)}";
        inputs[key] = new ChatInput(new Identity(Name, chat), chat, key, content, language) { Username = Usernames.GetValueOrDefault(chat) };
        return new ArrivedUpdate(Name, key, orderKey ?? chat, key);
    }

    public IEnumerable<Message> In(string chat) => Messages.Values.Where(message => message.Chat == chat).OrderBy(message => message.Number);

    public ChatInput? Read(string payload)
    {
        if (!inputs.TryGetValue(payload, out var input))
        {
            throw new FormatException("garbage");
        }

        OnRead(input);
        return input;
    }

    public Task<Delivery> ShowAsync(string chatId, Screen screen, string? editMessageId, CancellationToken cancellationToken)
    {
        if (Refuse(chatId, screen) is { } refused)
        {
            return Task.FromResult(refused);
        }

        var text = string.Concat(screen.Text.Spans.Select(span => span.Text));
        if (text.Length is 0 or > 4096 || screen.Buttons.SelectMany(row => row).Any(button =>
            new[] { button.Data, button.Url, button.Copies }.Count(what => what is not null) != 1 || button.Label.Length is 0 or > 64 || System.Text.Encoding.UTF8.GetByteCount(button.Data ?? string.Empty) > 64))
        {
            return Task.FromResult(new Delivery(DeliveryOutcome.Refused, Reason: "Bad Request"));
        }

        var edits = editMessageId is not null && Messages.TryGetValue(editMessageId, out var edited) && edited.Screen.Picture is null && screen.Picture is null;
        var number = edits ? Messages[editMessageId!].Number : Interlocked.Increment(ref lastMessage);
        var id = $"m{number}";
        Messages[id] = new Message(id, number, chatId, screen);
        Calls.Enqueue($"{(edits ? "edit" : "send")} {chatId} {text}");
        return Task.FromResult(new Delivery(DeliveryOutcome.Delivered, id));
    }

    public Task RetireAsync(string chatId, string messageId, CancellationToken cancellationToken)
    {
        Messages.TryRemove(messageId, out _);
        return Task.CompletedTask;
    }

    public Task AcknowledgeAsync(ChatInput input, CancellationToken cancellationToken)
    {
        Acknowledged.Enqueue(((ButtonPressed)input.Content).AcknowledgementId);
        return Task.CompletedTask;
    }

    public Task<Result<PromotedBot>> ResolveBotAsync(string reference, CancellationToken cancellationToken)
    {
        var name = reference.Trim().Replace("https://t.me/", string.Empty, StringComparison.Ordinal).TrimStart('@');
        Result<PromotedBot> found = name switch
        {
            "lucky_bot" => LuckyBot,
            _ when name.EndsWith("bot", StringComparison.Ordinal) => ChatErrors.BotNotFound,
            _ => ChatErrors.NotABotLink,
        };
        return Task.FromResult(found);
    }

    public static PromotedBot LuckyBot { get; } = new("telegram", "777", "lucky_bot");

    public string LinkToUs(string payload) => $"https://t.me/our_bot?start={payload}";

    public string LinkTo(PromotedBot bot) => $"https://t.me/{bot.Username}";

    internal sealed record Message(string Id, int Number, string Chat, Screen Screen)
    {
        /// <summary>As it is read: a space is a space. What it is made of is <see cref="Screen"/>'s, and a test of its own.</summary>
        public string Text => Read(string.Concat(Screen.Text.Spans.Select(span => span.Text)));

        public IEnumerable<Button> Buttons => Screen.Buttons.SelectMany(row => row).Select(button => button with { Label = Read(button.Label) });

        public Button Button(string label) => Buttons.FirstOrDefault(button => button.Label.Contains(label, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No button \"{label}\" under: {Text}");

        private static string Read(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
    }
}
