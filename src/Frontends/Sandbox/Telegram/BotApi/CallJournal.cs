using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>The last calls of the bots, with their arguments, so that a test can hold every one against the specification.</summary>
internal sealed class CallJournal
{
    private const int Kept = 5_000;
    private readonly Lock _gate = new();
    private readonly Queue<RecordedCall> _calls = [];
    private long _count;

    public void Add(Bot? bot, string method, Arguments? arguments, int status, string? refusal)
    {
        lock (_gate)
        {
            _calls.Enqueue(new RecordedCall(++_count, bot?.Username, method, arguments?.Names.Distinct().ToDictionary(name => name, name => arguments.Text(name)), status, refusal));
            if (_calls.Count > Kept)
            {
                _calls.Dequeue();
            }
        }
    }

    public IReadOnlyList<RecordedCall> After(long number, string? method)
    {
        lock (_gate)
        {
            return [.. _calls.Where(call => call.Number > number && (method is null || method.Equals(call.Method, StringComparison.OrdinalIgnoreCase)))];
        }
    }
}

/// <summary>Status 0: the connection was closed instead of an answer.</summary>
internal sealed record RecordedCall(long Number, string? Bot, string Method, IReadOnlyDictionary<string, string?>? Arguments, int Status, string? Refusal);
