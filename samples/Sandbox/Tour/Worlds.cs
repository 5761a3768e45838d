using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Samples.Sandbox.Tour;

/// <summary>A message as the person's own client shows it.</summary>
internal sealed record ChatMessage(
    [property: JsonPropertyName("message_id")] long Id,
    long Version,
    string From,
    string Text,
    IReadOnlyList<IReadOnlyList<ChatButton>>? Buttons,
    bool? Deleted)
{
    public IEnumerable<ChatButton> AllButtons => Buttons?.SelectMany(row => row) ?? [];

    /// <summary>The text as it is read: a space is a space, whether a line may break there or not.</summary>
    public string Words => Read(Text);

    public static string Read(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}

internal sealed record ChatButton(string Text, string? Url)
{
    public string Words => ChatMessage.Read(Text);
}

internal sealed record ChatHistory(long Version, IReadOnlyList<ChatMessage> Messages);

internal sealed record LedgerBooks(IReadOnlyList<LedgerAccount> Accounts, IReadOnlyList<LedgerInvariant> Invariants);

internal sealed record LedgerAccount(string Code, long Balance, long Held);

internal sealed record LedgerInvariant(string Name, bool Holds, string? Detail);

/// <summary>The worlds over HTTP, as a person's client, a chain explorer and an auditor see them. Nothing here knows the marketplace's code.</summary>
internal sealed class Worlds(Uri chats, Uri chain, Uri ledger) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(100) };

    public Task<ChatHistory> MessagesAsync(long person, string bot, long after, int waitSeconds, CancellationToken cancellationToken) =>
        GetAsync<ChatHistory>(Chat(person, bot, $"messages?after={after}&wait={waitSeconds}"), cancellationToken);

    public Task WriteAsync(long person, string bot, string text, CancellationToken cancellationToken) =>
        PostAsync(Chat(person, bot, "messages"), new { text }, cancellationToken);

    public Task StartAsync(long person, string bot, CancellationToken cancellationToken) => PostAsync(Chat(person, bot, "start"), new { }, cancellationToken);

    public Task PressAsync(long person, string bot, long message, string button, CancellationToken cancellationToken) =>
        PostAsync(Chat(person, bot, "press"), new { message_id = message, text = button }, cancellationToken);

    public Task ForwardAsync(long person, string from, long message, string to, CancellationToken cancellationToken) =>
        PostAsync(Chat(person, from, "forward"), new { message_id = message, to }, cancellationToken);

    public Task OpenAsync(long person, string url, CancellationToken cancellationToken) =>
        PostAsync(new Uri(chats, $"sandbox/api/people/{person}/open"), new { url }, cancellationToken);

    public async Task<long> AddPersonAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(new Uri(chats, "sandbox/api/people"), new { first_name = name, role = "takes part, too" }, Json, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetInt64();
    }

    public Task FaucetAsync(string address, long sun, CancellationToken cancellationToken) =>
        PostAsync(new Uri(chain, "devnet/faucet"), new { address, amount_sun = sun }, cancellationToken);

    public Task MineAsync(int count, CancellationToken cancellationToken) => PostAsync(new Uri(chain, "devnet/mine"), new { count }, cancellationToken);

    public async Task<long> ChainBalanceAsync(string address, CancellationToken cancellationToken)
    {
        var account = await GetAsync<JsonElement>(new Uri(chain, $"devnet/account/{address}"), cancellationToken);
        return account.GetProperty("balance_sun").GetInt64();
    }

    public Task<LedgerBooks> BooksAsync(CancellationToken cancellationToken) => GetAsync<LedgerBooks>(new Uri(ledger, "?check=true"), cancellationToken);

    public void Dispose() => http.Dispose();

    private Uri Chat(long person, string bot, string action) => new(chats, $"sandbox/api/people/{person}/chats/{bot}/{action}");

    private async Task<T> GetAsync<T>(Uri url, CancellationToken cancellationToken) => (await http.GetFromJsonAsync<T>(url, Json, cancellationToken))!;

    private async Task PostAsync(Uri url, object body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(url, body, Json, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new TourException($"{url.PathAndQuery} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}

/// <summary>The story did not go as it must.</summary>
internal sealed class TourException(string message) : Exception(message);
