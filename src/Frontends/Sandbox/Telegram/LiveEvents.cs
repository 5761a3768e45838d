using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Marketplace.Frontends.Sandbox.Telegram;

/// <summary>What the page and the tours hear; <see cref="Data"/> is the changed thing as the control API shows it.</summary>
internal sealed record LiveEvent(string Kind, long PersonId, long BotId, object? Data);

/// <summary>Hands every event to every listener. A listener that can not keep up loses its oldest events and is expected to read afresh.</summary>
internal sealed class LiveEvents
{
    private const int Backlog = 10_000;
    private readonly ConcurrentDictionary<Channel<LiveEvent>, byte> _listeners = [];

    public void Publish(IReadOnlyList<LiveEvent> events)
    {
        foreach (var listener in _listeners.Keys)
        {
            foreach (var happened in events)
            {
                listener.Writer.TryWrite(happened);
            }
        }
    }

    public Subscription Listen()
    {
        var channel = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners[channel] = 0;
        return new Subscription(channel.Reader, () => _listeners.TryRemove(channel, out _));
    }

    internal sealed class Subscription(ChannelReader<LiveEvent> events, Action leave) : IDisposable
    {
        public ChannelReader<LiveEvent> Events { get; } = events;

        public void Dispose() => leave();
    }
}
