using Marketplace.Campaigns;
using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Referrals;

/// <summary>
/// Somebody who sponsors himself deposits D, spends it on his own campaign and earns D × (1 − fee) there; his commissions are D × deposit and
/// D × (1 − fee) × earnings. He must not get more out than the fee took: fee ≥ deposit + earnings × (1 − fee). The fee is floored to the sun, and of a price of six sun 15 % are
/// none: so the same is asked of the very prices that a campaign may set.
/// </summary>
internal sealed class SoundRates(IOptions<CampaignsOptions> campaigns) : IValidateOptions<ReferralsOptions>
{
    /// <summary>Without a margin every few prices would show the fault: there is no need to look at a thousand million of them.</summary>
    private const long MostPrices = 100_000;

    public ValidateOptionsResult Validate(string? name, ReferralsOptions options)
    {
        var fee = campaigns.Value.PlatformFee;
        var (earnings, deposit) = (options.EarningsCommission, options.DepositCommission);
        if (!fee.IsValid || !earnings.IsValid || !deposit.IsValid)
        {
            return ValidateOptionsResult.Fail("Referrals: the fee and both commissions must be from 0 to 100 %.");
        }

        // In millionths of millionths, so that nothing is rounded.
        var margin = ((long)fee.PartsPerMillion - deposit.PartsPerMillion) * Rate.Whole - (long)earnings.PartsPerMillion * (Rate.Whole - fee.PartsPerMillion);
        if (options.AcceptUnsoundRates)
        {
            return ValidateOptionsResult.Success;
        }

        return margin < 0
            ? ValidateOptionsResult.Fail(
                $"Referrals: with a platform fee of {fee}, commissions of {deposit} on deposits and {earnings} on earnings let people profit from sponsoring themselves; "
                + "raise the fee, lower a commission, or set AcceptUnsoundRates.")
            : FindPriceThatRoundsTooFar(options, margin) is { } price
                ? ValidateOptionsResult.Fail(
                    $"Referrals: a reward of {price.Value} sun is so small that rounding lets people profit from sponsoring themselves; "
                    + "raise Campaigns:MinimumReward or the fee, lower a commission, or set AcceptUnsoundRates.")
                : ValidateOptionsResult.Success;
    }

    /// <summary>The smallest price whose floored fee is less than both commissions on it, or null.</summary>
    private Sun? FindPriceThatRoundsTooFar(ReferralsOptions options, long margin)
    {
        var rules = campaigns.Value;
        // Rounding takes less than 1 + earnings sun of a fee: from this price on the margin gives more than that.
        var safe = margin == 0 ? Int128.MaxValue : (((Int128)Rate.Whole + options.EarningsCommission.PartsPerMillion) * Rate.Whole + margin - 1) / margin;
        var end = Int128.Min(Int128.Min(safe, rules.MaximumReward.Value + 1), rules.MinimumReward.Value + MostPrices);
        for (var price = rules.MinimumReward; price.Value < end; price += new Sun(1))
        {
            var fee = price.Share(rules.PlatformFee);
            var left = fee - (price - fee).Share(options.EarningsCommission);
            if ((Int128)left.Value * Rate.Whole < (Int128)price.Value * options.DepositCommission.PartsPerMillion)
            {
                return price;
            }
        }

        return null;
    }
}
