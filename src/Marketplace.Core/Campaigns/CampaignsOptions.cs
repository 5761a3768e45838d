using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>The rules of campaigns.</summary>
public sealed class CampaignsOptions
{
    /// <summary>The platform's share of each paid participation, floored to the sun in the participant's favour. Default 15 %.</summary>
    public Rate PlatformFee { get; set; } = Rate.Percent(15);

    /// <summary>The least reward. Default 0.01 TRX.</summary>
    public Sun MinimumReward { get; set; } = new(10_000);

    /// <summary>The highest reward. Default 1,000 TRX.</summary>
    public Sun MaximumReward { get; set; } = Sun.FromTrx(1_000);

    /// <summary>How long a reward is reserved for somebody. Default 30 minutes.</summary>
    public TimeSpan ParticipationWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a validation link works. Default 30 minutes.</summary>
    public TimeSpan ValidationWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How far platform clocks and ours may differ when a proof's age is judged. Default 5 s: platforms date in whole seconds.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long participations that ended unpaid, and accepted proofs, are remembered. Default 30 days; at least a day longer than a participation can last, for until then a message could be
    /// shown again.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many tasks a person may have open at once: each reserves somebody's money. Default 5.</summary>
    public int MostOpenTasks { get; set; } = 5;

    /// <summary>How many tasks a person may leave unfinished, given up or out of time, before there is a pause. Default 5 within <see cref="UnfinishedPause"/>.</summary>
    public int MostUnfinishedTasks { get; set; } = 5;

    /// <summary>How long unfinished tasks are held against a person, counted from their start. Default 1 hour.</summary>
    public TimeSpan UnfinishedPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often an owner is told at most that a campaign does not pay for one more person. Default once an hour.</summary>
    public TimeSpan ExhaustedNoticePause { get; set; } = TimeSpan.FromHours(1);
}
