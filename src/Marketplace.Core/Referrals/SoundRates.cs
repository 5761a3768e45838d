using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Referrals;

/// <summary>
/// Somebody who sponsors himself deposits D, spends it on his own campaign and earns D × (1 − fee) there; his commissions are D × deposit and
/// D × (1 − fee) × earnings. He must not get more out than the fee took: fee ≥ deposit + earnings × (1 − fee).
/// </summary>
internal sealed class SoundRates(IOptions<CampaignsOptions> campaigns) : IValidateOptions<ReferralsOptions>
{
    public ValidateOptionsResult Validate(string? name, ReferralsOptions options)
    {
        var fee = campaigns.Value.PlatformFee;
        var (earnings, deposit) = (options.EarningsCommission, options.DepositCommission);
        if (!fee.IsValid || !earnings.IsValid || !deposit.IsValid)
        {
            return ValidateOptionsResult.Fail("Referrals: the fee and both commissions must be from 0 to 100 %.");
        }

        // In millionths of millionths, so that nothing is rounded.
        var taken = (long)fee.PartsPerMillion * Rate.Whole;
        var given = (long)deposit.PartsPerMillion * Rate.Whole + (long)earnings.PartsPerMillion * (Rate.Whole - fee.PartsPerMillion);
        return taken >= given || options.AcceptUnsoundRates
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Referrals: with a platform fee of {fee}, commissions of {deposit} on deposits and {earnings} on earnings let people profit from sponsoring themselves; "
                + "raise the fee, lower a commission, or set AcceptUnsoundRates.");
    }
}
