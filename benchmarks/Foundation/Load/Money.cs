using System.Text.RegularExpressions;
using Marketplace.Benchmarks.Foundation.StandIn;
using Marketplace.Tron;
using Marketplace.Tron.Devnet;

namespace Marketplace.Benchmarks.Foundation.Load;

/// <summary>The journeys that move money, by the same chats and the same chain a person would use.</summary>
internal sealed partial class Money(TronDevnet chain)
{
    private const long Trx = 1_000_000;
    /// <summary>Blocks until one is solid (java-tron: 19 of 27 representatives have built on it), and one more.</summary>
    private const int BlocksUntilSolid = 20;
    private int proofs;

    /// <summary>An advertiser deposits and pays for a campaign with room for so many participations.</summary>
    public async Task AdvertiseAsync(Person advertiser, int participations)
    {
        await DepositAsync(advertiser, participations + 1, await AddressAsync(advertiser));
        await advertiser.AskAsync("/create_campaign", "1 of 4");
        await advertiser.AskAsync("Whale weather", "2 of 4");
        await advertiser.AskAsync($"@{FastBotApi.PromotedBot}", "3 of 4");
        await advertiser.AskAsync("1", "4 of 4");
        await advertiser.AskAsync($"{participations}", "Please check");
        await advertiser.PressAsync("Create and fund it", "is running");
    }

    /// <summary>From the press that claims to the words "you earned": claim, forward, validation link. The person needs no time.</summary>
    public async Task<TimeSpan> ParticipateAsync(Person person)
    {
        await person.AskAsync("/browse_bots", "Earn");
        await person.PressAsync("Whale weather", "You earn");
        var claim = await person.PressAsync("Start and earn", "are reserved for you");
        await person.ForwardAsync(FastBotApi.PromotedBotId, $"Welcome, visitor {++proofs}!", "Proof accepted");
        var link = person.LinkOf("Collect");
        var paid = await person.AskAsync($"/start {link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..]}", "You earned");
        return TimeProvider.System.GetElapsedTime(claim.ReceivedAt, paid.AnsweredAt);
    }

    public static async Task<TronAddress> AddressAsync(Person person)
    {
        await person.AskAsync("/deposit", "What's the money for?");
        await person.PressAsync("For advertising", "to this address");
        return TronAddress.TryParse(Address().Match(person.LastText).Value, out var address, out _)
            ? address
            : throw new InvalidOperationException($"No address in: {person.LastText}");
    }

    /// <summary>From the moment the chain serves the block as solid to the message "your deposit is on your balance".</summary>
    public async Task<TimeSpan> DepositAsync(Person person, long trx, TronAddress to)
    {
        var credited = person.Expect("Deposit received");
        if (!chain.Faucet(to, trx * Trx).IsSuccess)
        {
            throw new InvalidOperationException("The faucet is dry.");
        }

        chain.Mine(BlocksUntilSolid);
        var solidAt = TimeProvider.System.GetTimestamp();
        await person.AnswerAsync(credited, "Deposit received");
        return TimeProvider.System.GetElapsedTime(solidAt, credited.AnsweredAt);
    }

    [GeneratedRegex(@"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")]
    private static partial Regex Address();
}
