using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Referrals;

/// <summary>A sponsor's view with clear sums.</summary>
/// <param name="AccountId">Who.</param>
public sealed record GetReferrals(AccountId AccountId) : IQuery<ReferralsView>;

/// <summary>A sponsor's view.</summary>
/// <param name="Code">For the invitation link.</param>
/// <param name="Invited">How many people came by it.</param>
/// <param name="Earned">Commission paid so far.</param>
/// <param name="Waiting">Commission that waits until the platform's revenue covers it.</param>
/// <param name="EarningsCommission">The rate on earnings.</param>
/// <param name="DepositCommission">The rate on deposits.</param>
public sealed record ReferralsView(string Code, int Invited, Sun Earned, Sun Waiting, Rate EarningsCommission, Rate DepositCommission);

/// <summary>A commission was paid.</summary>
/// <param name="SponsorId">To whom.</param>
/// <param name="Amount">How much, in the smallest unit.</param>
/// <param name="ForDeposit">True for a deposit, false for earnings.</param>
public sealed record CommissionPaid(AccountId SponsorId, long Amount, bool ForDeposit) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{SponsorId}";
}
