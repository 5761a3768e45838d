using System.Collections.Concurrent;
using System.Text.Json;

namespace Marketplace.Benchmarks.Foundation.StandIn;

/// <summary>Something a person did, and when: acted, seen by the bot (getUpdates handed it out), answered (the bot's call arrived).</summary>
internal sealed class Act(Func<string, bool>? fits)
{
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long ActedAt { get; } = TimeProvider.System.GetTimestamp();

    public long ReceivedAt { get; set; }

    public long AnsweredAt { get; private set; }

    public Task Answered => answered.Task;

    public TimeSpan SinceReceived => TimeProvider.System.GetElapsedTime(ReceivedAt, AnsweredAt);

    public TimeSpan SinceActed => TimeProvider.System.GetElapsedTime(ActedAt, AnsweredAt);

    public bool TryAnswer(string text, long at)
    {
        if (ReceivedAt == 0 || fits?.Invoke(text) == false)
        {
            return false;
        }

        AnsweredAt = at;
        answered.TrySetResult();
        return true;
    }
}

/// <summary>Somebody in a private chat with the bot. Answers in one chat come in the order of the acts.</summary>
internal sealed class Person(FastBotApi api, long id)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<Act> open = new();
    private volatile ShownMessage? last;

    public long Id => id;

    public string LastText => last?.Text ?? string.Empty;

    /// <summary>Writes something and does not wait.</summary>
    public Act Write(string text, Func<string, bool>? fits = null) => Send(Updates.Text(this, text), fits);

    /// <summary>Writes something and waits for an answer that holds these words.</summary>
    public Task<Act> AskAsync(string text, string words) => AnswerAsync(Write(text, Holds(words)), words);

    /// <summary>Presses the button whose label holds this, and waits for an answer.</summary>
    public Task<Act> PressAsync(string label, string words)
    {
        var shown = last!;
        var data = shown.Find(label).GetProperty("callback_data").GetString()!;
        return AnswerAsync(Send(Updates.Press(this, shown.Id, data), Holds(words)), words);
    }

    /// <summary>Forwards a message that another bot wrote just now, and waits for an answer.</summary>
    public Task<Act> ForwardAsync(long fromBot, string text, string words) => AnswerAsync(Send(Updates.Forward(this, fromBot, text), Holds(words)), words);

    /// <summary>Waits for a message nobody asked for.</summary>
    public Act Expect(string words)
    {
        var act = new Act(Holds(words));
        act.ReceivedAt = act.ActedAt;
        open.Enqueue(act);
        return act;
    }

    public string LinkOf(string label) => last!.Find(label).GetProperty("url").GetString()!;

    public void Show(long messageId, string text, JsonElement buttons, long at)
    {
        last = new ShownMessage(messageId, text, buttons);
        if (open.TryPeek(out var act) && act.TryAnswer(text, at))
        {
            open.TryDequeue(out _);
        }
    }

    public async Task<Act> AnswerAsync(Act act, string words)
    {
        try
        {
            await act.Answered.WaitAsync(Patience, TimeProvider.System);
            return act;
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Person {id} waited in vain for “{words}”; last came: {LastText}");
        }
    }

    private static Func<string, bool> Holds(string words) => text => text.Contains(words, StringComparison.Ordinal);

    private Act Send(Func<long, string> update, Func<string, bool>? fits)
    {
        var act = new Act(fits);
        open.Enqueue(act);
        api.Queue(update, act);
        return act;
    }

    private sealed record ShownMessage(long Id, string Text, JsonElement Buttons)
    {
        public JsonElement Find(string label) => Buttons.ValueKind == JsonValueKind.Array
            ? Buttons.EnumerateArray().SelectMany(row => row.EnumerateArray()).FirstOrDefault(button => button.GetProperty("text").GetString()!.Contains(label, StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } found
                ? found
                : throw new InvalidOperationException($"No button “{label}” under: {Text}")
            : throw new InvalidOperationException($"No buttons under: {Text}");
    }
}
