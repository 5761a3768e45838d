using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Sending;

/// <summary>
/// The pace of bulk messages: so many a second in all, and one chat not twice in a second (core.telegram.org/bots/faq#my-bot-is-hitting-limits).
/// It books departures in advance, so that a message waits once. Answers to people do not pass here.
/// </summary>
internal sealed class BulkLane(IOptions<TelegramOptions> options, TimeProvider time)
{
    /// <summary>Above it, chats whose pause is over are forgotten.</summary>
    private const int ManyChats = 10_000;

    private readonly TimeSpan pause = options.Value.BulkPauseInChat;
    private readonly TimeSpan gap = TimeSpan.FromSeconds(1) / options.Value.BulkPerSecond;
    private readonly Dictionary<string, DateTimeOffset> chats = [];
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Returns when it is this message's turn.</summary>
    public async Task EnterAsync(string chatId, CancellationToken cancellationToken)
    {
        var wait = Book(chatId) - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Telegram asked for patience with this chat: bulk messages to it wait, to others they do not.</summary>
    public void Pause(string chatId, TimeSpan wait)
    {
        lock (gate)
        {
            var until = time.GetUtcNow() + wait;
            chats[chatId] = chats.TryGetValue(chatId, out var booked) && booked > until ? booked : until;
        }
    }

    private DateTimeOffset Book(string chatId)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            Forget(now);
            // A chat that must wait does not hold up the others: only its own departure is late, the common slot is taken now.
            var slot = next > now ? next : now;
            next = slot + gap;
            var departure = chats.TryGetValue(chatId, out var free) && free > slot ? free : slot;
            chats[chatId] = departure + pause;
            return departure;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (chats.Count < ManyChats)
        {
            return;
        }

        foreach (var (chat, _) in chats.Where(chat => chat.Value <= now).ToArray())
        {
            chats.Remove(chat);
        }
    }
}
