using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>The rows that post transfers.</summary>
internal static class Transfers
{
    private const int BatchOf = 50;

    /// <summary>Each posts from the busy account, and all share the transactions.</summary>
    public static Task<Sample> GroupCommitFromBusyAsync(Bench bench) => GroupCommitAsync(bench, 128, bench.Market.FromBusy);

    public static Task<Sample> GroupCommitAsync(Bench bench) => GroupCommitAsync(bench, 16, bench.Market.BetweenPeople);

    /// <summary>A command of the caller's own that sends <see cref="PostTransfer"/>: two commands through the pipeline, one transaction.</summary>
    public static Task<Sample> InCallersTransactionAsync(Bench bench) => bench.LoopAsync(
        16, async _ => Require(await bench.Market.SendAsync(new MoveMoney(bench.Market.BetweenPeople()))));

    /// <summary>The command alone: the pipeline once.</summary>
    public static Task<Sample> AloneAsync(Bench bench) => bench.LoopAsync(
        16, async _ => Require(await bench.Market.SendAsync(new PostTransfer(bench.Market.BetweenPeople()))));

    public static Task<Sample> ManyAtOnceAsync(Bench bench) => bench.LoopAsync(8, async _ =>
    {
        var transfers = Enumerable.Range(0, BatchOf).Select(_ => bench.Market.BetweenPeople()).ToList();
        var answers = (await bench.Market.SendAsync(new PostTransfers(transfers))).Require();
        return answers.Sum(Require);
    });

    private static Task<Sample> GroupCommitAsync(Bench bench, int callers, Func<Transfer> next)
    {
        var poster = bench.Market.Services.GetRequiredService<ITransferPoster>();
        return bench.LoopAsync(callers, async _ => Require(await poster.PostAsync(next())));
    }

    /// <summary>A transfer that was refused is a mistake of the benchmark, and no figure.</summary>
    private static int Require(Result<PostedTransfer> answer)
    {
        answer.Require();
        return 1;
    }
}
