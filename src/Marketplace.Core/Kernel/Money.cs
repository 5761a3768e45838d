using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Kernel;

/// <summary>Something that can be owed and paid, counted in whole smallest units.</summary>
/// <param name="Code">The ledger's name for it, e.g. <c>TRX</c>.</param>
/// <param name="Decimals">How many decimals one whole coin has: 6 for TRX, whose unit is the sun.</param>
/// <param name="Supply">No amount is larger than this many units.</param>
public sealed record Asset(string Code, int Decimals, long Supply)
{
    /// <summary>TRX: 1 TRX = 1,000,000 sun. About 10^17 sun were ever issued, which bounds every honest amount.</summary>
    public static Asset Trx { get; } = new("TRX", 6, 100_000_000_000_000_000);

    /// <summary>
    /// Reads an amount a person typed, or copied from what we print in any language: <c>1.5</c>, <c>1,5</c>, <c>1,000.50</c>, <c>1.000,50</c>,
    /// <c>1 000,5</c> with any space, <c>1'000</c>, each with the asset's code before or after. What has two readings is refused rather than guessed
    /// at: <c>1,000</c> is a thousand here and one there.
    /// </summary>
    /// <param name="text">What was typed; white space at the ends and marks of direction are forgiven.</param>
    /// <returns>The amount in smallest units, or <c>money.ambiguous</c> (arguments <c>small</c> and <c>large</c> in smallest units, <c>asset</c>,
    /// <c>decimals</c>), <c>money.not_a_number</c>, <c>money.odd_groups</c>, <c>money.other_currency</c>, <c>money.exponent</c>, <c>money.negative</c>
    /// (argument <c>asset</c>), <c>money.too_many_decimals</c> (argument <c>decimals</c>) or <c>money.above_supply</c> (argument <c>asset</c>).</returns>
    public Result<long> Parse(string? text) => AmountReading.Read(this, text);

    /// <summary>The amount as an answer that <see cref="Parse"/> reads in one way only, whatever its digits: <c>1000</c>, <c>01,234</c>.</summary>
    /// <param name="units">The amount in smallest units, not negative.</param>
    public string Unmistakable(long units) => AmountReading.Unmistakable(this, units);

    /// <summary>The amount in whole coins with as many decimals as it needs: <c>1.5</c>, <c>0.000001</c>, <c>-2</c>.</summary>
    /// <param name="units">The amount in smallest units.</param>
    /// <param name="culture">Whose decimal and grouping signs; invariant without grouping where null.</param>
    public string Format(long units, CultureInfo? culture = null)
    {
        var magnitude = BigInteger.Abs(units);
        var whole = BigInteger.DivRem(magnitude, BigInteger.Pow(10, Decimals), out var rest);
        var fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Decimals, '0').TrimEnd('0');
        var text = culture is null ? whole.ToString(CultureInfo.InvariantCulture) : whole.ToString("N0", culture);
        var separator = (culture ?? CultureInfo.InvariantCulture).NumberFormat.NumberDecimalSeparator;
        return (units < 0 ? "-" : string.Empty) + text + (fraction.Length == 0 || Decimals == 0 ? string.Empty : separator + fraction);
    }
}

/// <summary>An amount of TRX in sun, its smallest unit. Arithmetic is checked: an overflow throws, it never wraps.</summary>
/// <param name="Value">The number of sun; negative where something is taken.</param>
[JsonConverter(typeof(SunJsonConverter))]
public readonly record struct Sun(long Value) : IComparable<Sun>
{
    /// <summary>How many sun one TRX has.</summary>
    public const long PerTrx = 1_000_000;

    /// <summary>Nothing.</summary>
    public static Sun Zero => default;

    /// <summary>Whole TRX as sun.</summary>
    /// <param name="trx">The number of TRX.</param>
    public static Sun FromTrx(long trx) => new(checked(trx * PerTrx));

    /// <summary>Reads TRX as a person types them; the errors are those of <see cref="Asset.Parse"/>.</summary>
    /// <param name="text">What was typed.</param>
    public static Result<Sun> Parse(string? text)
    {
        var units = Asset.Trx.Parse(text);
        return units.Succeeded ? new Sun(units.Value) : units.Error;
    }

    /// <summary>A share of this amount, floored to the sun: what is lost by rounding stays with whoever pays the share.</summary>
    /// <param name="rate">The share, between 0 and 100 %.</param>
    public Sun Share(Rate rate) => new(checked((long)((Int128)Value * rate.PartsPerMillion / Rate.Whole)));

    /// <inheritdoc/>
    public int CompareTo(Sun other) => Value.CompareTo(other.Value);

    /// <summary>TRX with as many decimals as needed, invariant.</summary>
    public override string ToString() => Asset.Trx.Format(Value);

#pragma warning disable CS1591 // Checked arithmetic and comparison: the operators say it all.
    public static Sun operator +(Sun left, Sun right) => new(checked(left.Value + right.Value));

    public static Sun operator -(Sun left, Sun right) => new(checked(left.Value - right.Value));

    public static Sun operator -(Sun value) => new(checked(-value.Value));

    public static Sun operator *(Sun value, long times) => new(checked(value.Value * times));

    public static bool operator <(Sun left, Sun right) => left.Value < right.Value;

    public static bool operator >(Sun left, Sun right) => left.Value > right.Value;

    public static bool operator <=(Sun left, Sun right) => left.Value <= right.Value;

    public static bool operator >=(Sun left, Sun right) => left.Value >= right.Value;
#pragma warning restore CS1591
}

/// <summary>A share in millionths, so that no floating point comes near money: 15 % is 150,000.</summary>
/// <param name="PartsPerMillion">From 0 to 1,000,000.</param>
public readonly record struct Rate(int PartsPerMillion)
{
    /// <summary>100 %.</summary>
    public const int Whole = 1_000_000;

    /// <summary>The whole number of per cent as a rate.</summary>
    /// <param name="percent">From 0 to 100.</param>
    public static Rate Percent(int percent) => new(checked(percent * 10_000));

    /// <summary>True from 0 to 100 %.</summary>
    public bool IsValid => PartsPerMillion is >= 0 and <= Whole;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PartsPerMillion / 10_000m:0.####} %");
}

/// <summary>The refusals of amounts as typed by a person.</summary>
public static class MoneyErrors
{
    /// <summary>Not an amount at all.</summary>
    public static Error NotANumber { get; } = new("money.not_a_number");

    /// <summary>Two readings: <c>1,000</c>. Arguments <c>small</c> and <c>large</c>, the two in smallest units; <c>asset</c>, <c>decimals</c>.</summary>
    public static Error Ambiguous { get; } = new("money.ambiguous");

    /// <summary>Separators where no country puts them: <c>1,5,5</c>.</summary>
    public static Error OddGroups { get; } = new("money.odd_groups");

    /// <summary>A currency sign; argument <c>asset</c>, what it should be in.</summary>
    public static Error OtherCurrency { get; } = new("money.other_currency");

    /// <summary>A power of ten: <c>1e3</c>.</summary>
    public static Error Exponent { get; } = new("money.exponent");

    /// <summary>Below 0.</summary>
    public static Error Negative { get; } = new("money.negative");

    /// <summary>More decimals than the asset has.</summary>
    public static Error TooManyDecimals { get; } = new("money.too_many_decimals");

    /// <summary>More than was ever issued.</summary>
    public static Error AboveSupply { get; } = new("money.above_supply");
}

internal sealed class SunJsonConverter : JsonConverter<Sun>
{
    public override Sun Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Sun value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
