using Marketplace.Frontends.Sandbox.Storage;

namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

/// <summary>Unconfirmed updates, in order per bot.</summary>
internal sealed class UpdateTable(Action<RowChange>? written)
{
    private readonly Dictionary<long, SortedDictionary<long, PendingUpdate>> _bots = [];

    public Table<PendingUpdate> Table { get; } = new("updates", update => PendingUpdate.KeyOf(update.BotId, update.UpdateId), written);

    public IReadOnlyCollection<PendingUpdate> Of(long botId) => _bots.TryGetValue(botId, out var queue) ? queue.Values : [];

    public void Put(PendingUpdate update)
    {
        Remember(update);
        Table.Put(update);
    }

    public void Remove(PendingUpdate update)
    {
        _bots.GetValueOrDefault(update.BotId)?.Remove(update.UpdateId);
        Table.Remove(update);
    }

    /// <summary>Forgets what is older than its lifetime: 24 h for messages, 150 s for callback queries.</summary>
    public void Expire(long botId, DateTimeOffset now) => RemoveWhere(botId, update => update.ExpiresAt <= now);

    public void RemoveWhere(long botId, Func<PendingUpdate, bool> unwanted)
    {
        foreach (var update in Of(botId).Where(unwanted).ToList())
        {
            Remove(update);
        }
    }

    public void Index()
    {
        foreach (var update in Table.All)
        {
            Remember(update);
        }
    }

    private void Remember(PendingUpdate update)
    {
        if (!_bots.TryGetValue(update.BotId, out var queue))
        {
            _bots[update.BotId] = queue = [];
        }

        queue[update.UpdateId] = update;
    }
}
