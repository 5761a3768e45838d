using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Samples.Sandbox.Tour;

namespace Marketplace.EndToEnd.Tests;

/// <summary>A person of one test: what many tests do in one call each, and what no client lets anybody do.</summary>
internal sealed partial class Guest(World world, long id, Person phone)
{
    private const string PromotedBot = "weather_whale_bot";
    private const long Trx = 1_000_000;
    private const int BlocksUntilFinal = 21;

    public long Id => id;

    public Person Phone => phone;

    private string Market => world.Outside.BotUsername;

    /// <summary>Types, and waits for an answer with these words.</summary>
    public async Task<string> AskAsync(string text, string answer)
    {
        await phone.TypeAsync(text);
        return await phone.ReadAsync(answer);
    }

    public async Task<string> DepositAddressAsync()
    {
        await AskAsync("/deposit", "What’s the money for?");
        await phone.PressAsync("For advertising");
        return Address().Match(await phone.ReadAsync("to this address")).Value;
    }

    public async Task DepositAsync(long trx)
    {
        await world.Worlds.FaucetAsync(await DepositAddressAsync(), trx * Trx, CancellationToken.None);
        await world.Worlds.MineAsync(BlocksUntilFinal, CancellationToken.None);
        await phone.ReadAsync($"Deposit received: {trx} TRX");
    }

    /// <summary>Creates a campaign as people do, deposits what it needs, and returns the link to it.</summary>
    public async Task<string> CampaignAsync(string title, string bot, long reward, long budget)
    {
        await DepositAsync(budget);
        await AskAsync("/create_campaign", "1 of 4");
        await AskAsync(title, "2 of 4");
        await AskAsync("@" + bot, "3 of 4");
        await AskAsync($"{reward}", "4 of 4");
        await AskAsync($"{budget}", "Please check");
        await phone.PressAsync("Create and fund it");
        await phone.ReadAsync("is running");
        await phone.PressAsync("View campaign");
        return Link().Match(await phone.ReadAsync("Link to share")).Value;
    }

    /// <summary>A campaign that pays 1 TRX a person.</summary>
    public Task<string> CampaignAsync(long budget) => CampaignAsync("A small task", PromotedBot, 1, budget);

    public async Task ClaimAsync(string campaign)
    {
        await phone.OpenAsync(campaign);
        await phone.ReadAsync("You earn");
        await phone.PressAsync("Start and earn");
        await phone.ReadAsync("is waiting for you");
    }

    public Task ProveAsync() => phone.StartAndForwardAsync(PromotedBot);

    /// <summary>Has the promoted bot answer, and returns the answer's number.</summary>
    public async Task<long> PromotedAnswerAsync()
    {
        await world.Worlds.StartAsync(id, PromotedBot, CancellationToken.None);
        var history = await world.Worlds.MessagesAsync(id, PromotedBot, 0, 0, CancellationToken.None);
        return history.Messages.Last(message => message.From == "bot").Id;
    }

    public Task ForwardAsync(long message) => world.Worlds.ForwardAsync(id, PromotedBot, message, Market, CancellationToken.None);

    public async Task CollectAsync()
    {
        await phone.ReadAsync("Proof accepted");
        await phone.PressAsync("Collect my money");
        await phone.ReadAsync("You earned 0.85 TRX");
        await world.UntilPaidAsync();
    }

    /// <summary>The newest message of the marketplace, as the control API shows it, that has a button with these words.</summary>
    public async Task<(JsonElement Message, JsonElement Button)> ButtonAsync(string words)
    {
        var history = await world.ChatServiceAsync($"people/{id}/chats/{Market}/messages");
        return history.GetProperty("messages").EnumerateArray()
            .Where(message => message.TryGetProperty("buttons", out _))
            .SelectMany(message => message.GetProperty("buttons").EnumerateArray().SelectMany(row => row.EnumerateArray()), (message, button) => (message, button))
            .Last(found => found.button.GetProperty("text").GetString()!.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Presses one button many times at once, faster than its screen can change.</summary>
    public async Task HammerAsync(string words, int times)
    {
        var (message, button) = await ButtonAsync(words);
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => world.ChatServiceAsync(
            $"people/{id}/chats/{Market}/press", new { message_id = message.GetProperty("message_id").GetInt64(), data = button.GetProperty("callback_data").GetString() })));
    }

    /// <summary>A press that no client would send.</summary>
    public Task PressRawAsync(string data, long message = 1) => world.ChatServiceAsync($"bots/{Market}/updates", new
    {
        update = new
        {
            callback_query = new
            {
                id = $"{Random.Shared.NextInt64(1, long.MaxValue)}",
                from = From,
                chat_instance = "1",
                data,
                message = new { message_id = message, date = 1_790_000_000, chat = new { id, type = "private", first_name = "Guest" }, text = "old" },
            },
        },
    });

    /// <summary>A message that no client would send.</summary>
    public Task TypeRawAsync(string text) => world.ChatServiceAsync($"bots/{Market}/updates", new
    {
        update = new { message = new { message_id = 1_000_000, date = 1_790_000_000, from = From, chat = new { id, type = "private", first_name = "Guest" }, text } },
    });

    private object From => new { id, is_bot = false, first_name = "Guest", language_code = "en" };

    [GeneratedRegex(@"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"https://t\.me/\S+\?start=c_\S+")]
    private static partial Regex Link();
}
