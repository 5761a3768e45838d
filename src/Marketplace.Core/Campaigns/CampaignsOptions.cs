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
}
