using Marketplace.Kernel;

namespace Marketplace.Referrals;

/// <summary>What a sponsor earns; both from the platform's revenue, floored to the sun.</summary>
public sealed class ReferralsOptions
{
    /// <summary>Of what the participant earns. Default 10 %.</summary>
    public Rate EarningsCommission { get; set; } = Rate.Percent(10);

    /// <summary>Of what the participant deposits to his ad balance. Default 5 %.</summary>
    public Rate DepositCommission { get; set; } = Rate.Percent(5);

    /// <summary>
    /// Start-up refuses rates by which somebody could profit from sponsoring himself (fee &lt; deposit + earnings × (1 − fee)). True starts
    /// all the same, on the operator's own account.
    /// </summary>
    public bool AcceptUnsoundRates { get; set; }
}
