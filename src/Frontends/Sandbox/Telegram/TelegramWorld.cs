using Marketplace.Frontends.Sandbox.Storage;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Inline;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Payments;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram;

/// <summary>
/// Everything the stand-in knows, behind one lock: a transaction sees no other, is one line of the log, and is told to the live stream when it is over.
/// Checks come before the first write of a transaction, so there is nothing to roll back.
/// </summary>
internal sealed class TelegramWorld : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<RowChange> _written = [];
    private readonly List<LiveEvent> _events = [];
    private readonly StateLog? _log;
    private readonly ITable[] _tables;

    public TelegramWorld(SandboxOptions options, SandboxClock clock, LiveEvents live)
    {
        Clock = clock;
        Live = live;
        Action<RowChange>? written = options.DataDirectory is null ? null : _written.Add;
        People = new("people", person => Key(person.Id), written);
        Chats = new("chats", chat => Chat.KeyOf(chat.PersonId, chat.BotId), written);
        Messages = new(written);
        Updates = new(written);
        Callbacks = new("callbacks", callback => callback.Id, written);
        Commands = new("commands", list => CommandList.KeyOf(list.BotId, list.Scope, list.LanguageCode), written);
        Deliveries = new("deliveries", delivery => Key(delivery.BotId), written);
        Settings = new("settings", setting => BotSetting.KeyOf(setting.BotId, setting.Name), written);
        Files = new("files", file => file.FileId, written);
        Invoices = new("invoices", invoice => invoice.Slug, written);
        Checkouts = new("checkouts", checkout => checkout.Id, written);
        Stars = new("stars", line => line.Id, written);
        InlineQueries = new("inline_queries", query => query.Id, written);
        Counters = new("counters", counter => counter.Name, written);
        _tables = [People, Chats, Messages.Table, Updates.Table, Callbacks, Commands, Deliveries, Settings, Files, Invoices, Checkouts, Stars, InlineQueries, Counters];

        Bots = HostedBots.From(options).ToDictionary(bot => bot.Id);
        if (options.DataDirectory is { } directory)
        {
            var byName = _tables.ToDictionary(table => table.Name);
            _log = StateLog.Open(directory, change => byName[change.Table].Replay(change.Key, change.Row), () => _tables.SelectMany(table => table.Rows()));
            Messages.Index();
            Updates.Index();
        }

        WalletOf = options.WalletOf;
        // A kept sandbox may be older than the youngest of them.
        if (ScriptedPeople.All.Where(person => FindPerson(person.Id) is null).ToList() is { Count: > 0 } missing)
        {
            Do(world => missing.ForEach(person => world.People.Put(person)));
        }
    }

    public SandboxClock Clock { get; }

    public LiveEvents Live { get; }

    public IReadOnlyDictionary<long, Bot> Bots { get; }

    /// <summary>A person's address on the chain, by id; null where nobody has one.</summary>
    public Func<long, string>? WalletOf { get; }

    public Table<Person> People { get; }

    public Table<Chat> Chats { get; }

    public MessageTable Messages { get; }

    public UpdateTable Updates { get; }

    public Table<Callback> Callbacks { get; }

    public Table<CommandList> Commands { get; }

    public Table<Delivery> Deliveries { get; }

    public Table<BotSetting> Settings { get; }

    public Table<StoredFile> Files { get; }

    public Table<Invoice> Invoices { get; }

    public Table<Checkout> Checkouts { get; }

    public Table<StarLine> Stars { get; }

    public Table<InlineQuery> InlineQueries { get; }

    /// <summary>Pulsed after every transaction: whoever waits for a message, an update or an answer looks again.</summary>
    public Signal Changed { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The Bot API's dates are whole seconds.</summary>
    public long NowSeconds => Now.ToUnixTimeSeconds();

    private Table<Counter> Counters { get; }

    public T Do<T>(Func<TelegramWorld, T> transaction)
    {
        T result;
        lock (_gate)
        {
            try
            {
                result = transaction(this);
            }
            finally
            {
                Commit();
            }
        }

        Changed.Pulse();
        return result;
    }

    public void Do(Action<TelegramWorld> transaction) => Do(world =>
    {
        transaction(world);
        return true;
    });

    /// <summary>Looks without waking anybody.</summary>
    public T Look<T>(Func<TelegramWorld, T> view)
    {
        lock (_gate)
        {
            return view(this);
        }
    }

    public long Next(string counter, long first = 1)
    {
        var next = (Counters.Find(counter)?.Value ?? first - 1) + 1;
        Counters.Put(new Counter(counter, next));
        return next;
    }

    public long Count(string counter) => Counters.Find(counter)?.Value ?? 0;

    public long Version => Counters.Find("version")?.Value ?? 0;

    public void Tell(string kind, long personId, long botId, object? data) => _events.Add(new LiveEvent(kind, personId, botId, data));

    public Bot? BotNamed(string name)
    {
        var wanted = name.TrimStart('@');
        return Bots.Values.FirstOrDefault(bot => bot.Username.Equals(wanted, StringComparison.OrdinalIgnoreCase) || Key(bot.Id) == wanted);
    }

    public Person? FindPerson(long id) => People.Find(Key(id));

    public Chat? FindChat(long personId, long botId) => Chats.Find(Chat.KeyOf(personId, botId));

    public Delivery DeliveryOf(long botId) => Deliveries.Find(Key(botId)) ?? new Delivery(botId);

    public static string Key(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => _log?.Dispose();

    private void Commit()
    {
        if (_written.Count > 0)
        {
            _log?.Append(_written);
            _written.Clear();
        }

        Live.Publish(_events);
        _events.Clear();
    }
}

internal sealed record Counter(string Name, long Value);
