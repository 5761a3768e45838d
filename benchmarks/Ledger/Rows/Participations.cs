using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>One hot campaign, by the commands a frontend sends.</summary>
internal static class Participations
{
    private const int Callers = 16;
    private const int WarmUp = 300;
    private static readonly PromotedBot Bot = new("telegram", "7001", "promoted_bot");
    private static readonly Sun Reward = Sun.FromTrx(1);
    private static readonly Sun Budget = Sun.FromTrx(10_000_000);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Claim, proof and confirmation by 16 callers; counted is what was paid and committed in the time, by whoever pays.</summary>
    public static async Task<Sample> PaidAsync(Bench bench)
    {
        var campaign = await AdvertiseAsync(bench.Market);
        var payday = bench.Market.Services.GetRequiredService<Payday>();
        // EF compiles some twenty queries at their first use: seconds, before the first is paid.
        var early = await ProveManyAsync(bench.Market, campaign, WarmUp);
        await ConfirmAsync(bench, early, WarmUp);
        var (before, after, startedAt, endedAt) = (0, 0, 0L, 0L);
        var counting = Task.Run(async () =>
        {
            await Task.Delay(bench.Options.WarmUp, TimeProvider.System);
            (before, startedAt) = (payday.Count, TimeProvider.System.GetTimestamp());
            await Task.Delay(bench.Options.Measured, TimeProvider.System);
            (after, endedAt) = (payday.Count, TimeProvider.System.GetTimestamp());
        });
        var confirmed = WarmUp;
        var sample = await bench.LoopAsync(Callers, async _ =>
        {
            var (account, proof) = await ProveAsync(bench.Market, campaign);
            (await bench.Market.SendAsync(new ConfirmParticipation(account, proof.ValidationToken))).Require();
            Interlocked.Increment(ref confirmed);
            return 1;
        });
        await counting;
        await WaitAsync(payday, confirmed);
        return sample with { PerSecond = (after - before) / TimeProvider.System.GetElapsedTime(startedAt, endedAt).TotalSeconds };
    }

    /// <summary>
    /// From the moment a person opens his validation link to the commit that pays him, when so many open theirs every second whether or not the earlier ones
    /// are served. Where that is more than is sustained, half as many are tried.
    /// </summary>
    public static async Task<Sample> DelayAsync(Bench bench)
    {
        var campaign = await AdvertiseAsync(bench.Market);
        for (var rate = 1_000; ; rate /= 2)
        {
            var count = (int)(rate * bench.Options.Measured.TotalSeconds / 2);
            var proofs = await ProveManyAsync(bench.Market, campaign, count);
            var (delays, took) = await ConfirmAsync(bench, proofs, rate);
            var times = Percentiles.Of(delays);
            // Sustained: the last one did not wait for a queue that had grown all the time.
            if (delays[^1] < TimeSpan.FromSeconds(1) && times.P50 < 500 || rate < 100)
            {
                return new Sample(count / took.TotalSeconds, times, Remark: string.Create(CultureInfo.InvariantCulture, $"offered {rate}/s"));
            }
        }
    }

    private static async Task<CampaignId> AdvertiseAsync(Market market)
    {
        var owner = new AccountId(Market.Owner);
        var campaign = (await market.SendAsync(new CreateCampaign(owner, "Whale weather", Bot, Reward))).Require();
        var funded = await market.SendAsync(new FundCampaign(owner, campaign, Budget));
        return funded.Succeeded ? campaign : throw new InvalidOperationException($"The campaign was not funded: {funded.Error}.");
    }

    private static async Task<(AccountId Account, ProofAccepted Proof)> ProveAsync(Market market, CampaignId campaign)
    {
        var time = TimeProvider.System;
        var account = new AccountId(market.Services.GetRequiredService<IdGenerator>().Next());
        (await market.SendAsync(new StartParticipation(account, campaign))).Require();
        var evidence = new ForwardEvidence(Bot.Platform, ForwardOrigin.User, Bot.Id, true, time.GetUtcNow(), time.GetUtcNow(), account.ToString());
        return (account, (await market.SendAsync(new SubmitProof(account, evidence))).Require());
    }

    private static async Task<IReadOnlyList<(AccountId Account, ProofAccepted Proof)>> ProveManyAsync(Market market, CampaignId campaign, int count)
    {
        var proofs = new (AccountId, ProofAccepted)[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (index, _) => proofs[index] = await ProveAsync(market, campaign));
        return proofs;
    }

    private static async Task<(IReadOnlyList<TimeSpan> Delays, TimeSpan Took)> ConfirmAsync(
        Bench bench, IReadOnlyList<(AccountId Account, ProofAccepted Proof)> proofs, int rate)
    {
        var payday = bench.Market.Services.GetRequiredService<Payday>();
        var paidBefore = payday.Count;
        var (start, sent) = (TimeProvider.System.GetTimestamp(), new List<Task>(proofs.Count));
        while (sent.Count < proofs.Count)
        {
            var due = Math.Min(proofs.Count, (int)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * rate) + 1);
            while (sent.Count < due)
            {
                var (account, proof) = proofs[sent.Count];
                sent.Add(Task.Run(async () => (await bench.Market.SendAsync(new ConfirmParticipation(account, proof.ValidationToken))).Require()));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await Task.WhenAll(sent);
        await WaitAsync(payday, paidBefore + proofs.Count);
        // From when it was due, not from when we came to send it: a generator that falls behind must not flatter.
        var delays = proofs.Select((one, index) =>
            TimeProvider.System.GetElapsedTime(start, payday.At(one.Proof.ParticipationId)!.Value) - TimeSpan.FromSeconds((double)index / rate)).ToList();
        return (delays, delays[^1] + TimeSpan.FromSeconds((double)proofs.Count / rate));
    }

    /// <summary>Whoever pays may still be at it.</summary>
    private static async Task WaitAsync(Payday payday, int count)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (payday.Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"Of {count} participations that were confirmed {payday.Count} were paid.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
