using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Texts;

/// <summary>An amount of any asset for a hole of the format <c>money</c>. As text it is <c>1500000:USDT:6</c>, which a notification keeps until its reader's language is known.</summary>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="Code">The asset's.</param>
/// <param name="Decimals">The asset's.</param>
internal readonly record struct Coins(long Amount, string Code, int Decimals)
{
    public Coins(long amount, Asset asset)
        : this(amount, asset.Code, asset.Decimals)
    {
    }

    /// <summary>Reads what stands in a hole.</summary>
    /// <returns>Null where it is a bare number.</returns>
    public static Coins? From(object? value) => value switch
    {
        Coins coins => coins,
        string text when text.Split(':') is [var amount, var code, var decimals]
            && long.TryParse(amount, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units)
            && int.TryParse(decimals, NumberStyles.None, CultureInfo.InvariantCulture, out var places) => new Coins(units, code, places),
        _ => null,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}:{Code}:{Decimals}");
}
