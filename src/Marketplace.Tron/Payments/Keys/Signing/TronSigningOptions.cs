using Marketplace.Kernel;

namespace Marketplace.Tron.Payments;

/// <summary>How much may be signed, whoever asks. What was signed counts, sent or not.</summary>
public sealed class TronSigningOptions
{
    /// <summary>The file that remembers what was signed, made once by <see cref="TronSigner.BeginJournal"/>; null: no limit is kept, which is for hosts that hold the keys themselves.</summary>
    public string? Journal { get; set; }

    /// <summary>The most one payment out of the hot wallet to anybody but the cold one may be.</summary>
    public Sun? MaximumPayment { get; set; }

    /// <summary>The most such payments may be together within any hour.</summary>
    public Sun? HourlyLimit { get; set; }

    /// <summary>The most such payments may be together within any 24 hours.</summary>
    public Sun? DailyLimit { get; set; }

    /// <summary>
    /// How long after its expiration a payment still keeps another one of the same reference from being signed. The marketplace rebuilds when a solid
    /// block is past the expiration, which is about as late.
    /// </summary>
    public TimeSpan RebuildMargin { get; set; } = TimeSpan.FromMinutes(1);

    internal bool HasLimits => MaximumPayment is not null || HourlyLimit is not null || DailyLimit is not null;

    /// <summary>What is wrong, in one sentence, or null.</summary>
    internal string? Trouble =>
        HasLimits && string.IsNullOrWhiteSpace(Journal) ? "TRON: limits of the signer need its Journal, a file that remembers what was signed."
        : new[] { MaximumPayment, HourlyLimit, DailyLimit }.Any(limit => limit <= Sun.Zero) ? "TRON: a limit of the signer must be above 0."
        : RebuildMargin < TimeSpan.Zero || RebuildMargin > TimeSpan.FromHours(1) ? "TRON: RebuildMargin must be from 0 to 1 hour."
        : null;
}
