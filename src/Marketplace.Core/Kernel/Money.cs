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
    /// Reads an amount a person typed: ASCII digits with at most one decimal point or comma (<c>1.5</c>, <c>1,5</c>,
    /// <c>0.000001</c>). Signs, exponents, spaces inside, digits of other scripts, grouping and more decimals than the asset has
    /// are refused rather than guessed at.
    /// </summary>
    /// <param name="text">What was typed; white space at the ends is forgiven.</param>
    /// <returns>The amount in smallest units, or <c>money.not_a_number</c>, <c>money.too_many_decimals</c> (argument
    /// <c>decimals</c>) or <c>money.above_supply</c>.</returns>
    public Result<long> Parse(string? text)
    {
        var span = (text ?? string.Empty).AsSpan().Trim();
        var point = span.IndexOfAny('.', ',');
        var whole = point < 0 ? span : span[..point];
        var fraction = point < 0 ? default : span[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || !IsDigits(whole) || !IsDigits(fraction))
        {
            return MoneyErrors.NotANumber;
        }

        if (fraction.Length > Decimals)
        {
            return MoneyErrors.TooManyDecimals.With("decimals", Decimals);
        }

        // Long inputs overflow any fixed width; 40 digits are past every supply.
        var digits = string.Concat(whole, fraction.ToString().PadRight(Decimals, '0')).TrimStart('0');
        if (digits.Length > 40 || BigInteger.Parse("0" + digits, CultureInfo.InvariantCulture) > Supply)
        {
            return MoneyErrors.AboveSupply.With("asset", Code);
        }

        return digits.Length == 0 ? 0L : long.Parse(digits, CultureInfo.InvariantCulture);
    }

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

    private static bool IsDigits(ReadOnlySpan<char> span) => !span.ContainsAnyExceptInRange('0', '9');
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
