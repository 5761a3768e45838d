using Marketplace.Frontends.Sandbox.Storage;

namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

/// <summary>Messages by (bot, id), and in order within their chat.</summary>
internal sealed class MessageTable(Action<RowChange>? written)
{
    private readonly Dictionary<(long PersonId, long BotId), SortedDictionary<long, Message>> _chats = [];

    public Table<Message> Table { get; } = new("messages", message => Message.KeyOf(message.BotId, message.Id), written);

    public Message? Find(long botId, long messageId) => Table.Find(Message.KeyOf(botId, messageId));

    /// <summary>A message of that chat that still exists.</summary>
    public Message? FindIn(long personId, long botId, long messageId) =>
        Find(botId, messageId) is { Deleted: false } found && found.PersonId == personId ? found : null;

    public IReadOnlyCollection<Message> Of(long personId, long botId) =>
        _chats.TryGetValue((personId, botId), out var chat) ? chat.Values : [];

    public Message Put(Message message)
    {
        Remember(message);
        return Table.Put(message);
    }

    public void Index()
    {
        foreach (var message in Table.All)
        {
            Remember(message);
        }
    }

    private void Remember(Message message)
    {
        if (!_chats.TryGetValue((message.PersonId, message.BotId), out var chat))
        {
            _chats[(message.PersonId, message.BotId)] = chat = [];
        }

        chat[message.Id] = message;
    }
}
