using Marketplace.Frontends.Sandbox.Telegram.BotApi;

namespace Marketplace.Frontends.Sandbox.Telegram.Flood;

/// <summary>
/// Flood control by token buckets: one per chat, one over all chats of a bot. Answers to a person's own action do not count, as reactive answers do not on
/// the real service. In memory only: a restart forgives.
/// </summary>
internal sealed class FloodGate(SandboxOptions options, SandboxClock clock)
{
    private static readonly TimeSpan ReactiveWindow = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Dictionary<(long BotId, long ChatId), Bucket> _chats = [];
    private readonly Dictionary<long, Bucket> _bots = [];
    private readonly Dictionary<(long BotId, long ChatId), (int Left, DateTimeOffset Until)> _reactive = [];

    public void PersonActed(long botId, long chatId)
    {
        lock (_gate)
        {
            _reactive[(botId, chatId)] = (options.FloodLimits.ReactiveAnswers, clock.GetUtcNow() + ReactiveWindow);
        }
    }

    /// <summary>Counts one message to the chat, or refuses it with 429.</summary>
    public void Pass(long botId, long chatId)
    {
        if (!options.FloodLimits.Enabled)
        {
            return;
        }

        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_reactive.TryGetValue((botId, chatId), out var credit) && credit.Left > 0 && now < credit.Until)
            {
                _reactive[(botId, chatId)] = credit with { Left = credit.Left - 1 };
                return;
            }

            var limits = options.FloodLimits;
            var chat = Of(_chats, (botId, chatId), limits.PerChatBurst, limits.PerChatPerSecond, now);
            var overall = Of(_bots, botId, limits.OverallPerSecond, limits.OverallPerSecond, now);
            var wait = Math.Max(chat.SecondsToNext, overall.SecondsToNext);
            if (wait > 0)
            {
                throw Refusal.TooManyRequests(wait);
            }

            chat.Take();
            overall.Take();
        }
    }

    private static Bucket Of<TKey>(Dictionary<TKey, Bucket> buckets, TKey key, int capacity, int perSecond, DateTimeOffset now)
        where TKey : notnull
    {
        if (!buckets.TryGetValue(key, out var bucket))
        {
            buckets[key] = bucket = new Bucket(capacity, perSecond, now);
        }

        bucket.Refill(now);
        return bucket;
    }

    /// <summary>Holds ticks rather than fractions, so that time alone decides.</summary>
    private sealed class Bucket(int capacity, int perSecond, DateTimeOffset created)
    {
        private readonly long _price = TimeSpan.TicksPerSecond / perSecond;
        private long _saved = capacity * (TimeSpan.TicksPerSecond / perSecond);
        private DateTimeOffset _seen = created;

        public int SecondsToNext => _saved >= _price ? 0 : (int)Math.Ceiling((_price - _saved) / (decimal)TimeSpan.TicksPerSecond);

        public void Refill(DateTimeOffset now)
        {
            _saved = Math.Min(capacity * _price, _saved + Math.Max(0, (now - _seen).Ticks));
            _seen = now;
        }

        public void Take() => _saved -= _price;
    }
}
