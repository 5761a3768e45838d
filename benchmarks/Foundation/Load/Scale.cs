namespace Marketplace.Benchmarks.Foundation.Load;

/// <summary>How much is done in one round.</summary>
internal sealed record Scale(int Rounds, int People, TimeSpan WarmUp, TimeSpan Steady, TimeSpan Pause, int Participations, int Deposits)
{
    public static Scale Full { get; } = new(Rounds: 3, People: 1_000, WarmUp: TimeSpan.FromSeconds(30), Steady: TimeSpan.FromSeconds(30), Pause: TimeSpan.FromSeconds(5), Participations: 200, Deposits: 20);

    /// <summary>To see whether it works, and to try a change.</summary>
    public static Scale Quick { get; } = Full with { Rounds = 1, Steady = TimeSpan.FromSeconds(10), Participations = 20, Deposits = 3 };
}
