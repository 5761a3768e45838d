using System.Globalization;
using System.Numerics;

namespace Marketplace.Kernel;

/// <summary>
/// Reads amounts as people of any country write them, and as we print them: <c>1.5</c>, <c>1,5</c>, <c>1,000.50</c>, <c>1.000,50</c>, <c>1 000,5</c>,
/// <c>1'000</c>, <c>TRX 1.5</c>. One separator before exactly three digits has two readings (<c>1,000</c> is a thousand in London and one in Paris): which
/// of them was meant is asked, never guessed.
/// </summary>
internal static class AmountReading
{
    /// <summary>Past every supply in digits; longer ones are not computed with.</summary>
    private const int MostDigits = 40;

    public static Result<long> Read(Asset asset, string? text)
    {
        var number = WithoutCode(asset, Visible(text ?? string.Empty));
        return Fault(number) is { } fault ? fault.With("asset", asset.Code) : ReadNumber(asset, number);
    }

    /// <summary>The decimal separator as a comma; a zero in front, so that it can be read in one way only.</summary>
    public static string Unmistakable(Asset asset, long units)
    {
        var plain = asset.Format(units).Replace('.', ',');
        return plain.Contains(',', StringComparison.Ordinal) ? "0" + plain : plain;
    }

    /// <summary>What is copied from a chat brings marks of the writing direction along; they say nothing about the amount.</summary>
    private static string Visible(string text) =>
        text.Any(IsDirection) ? string.Concat(text.Where(character => !IsDirection(character))).Trim() : text.Trim();

    private static bool IsDirection(char character) => character is '\u200e' or '\u200f' or '\u061c' or (>= '\u2066' and <= '\u2069');

    private static string WithoutCode(Asset asset, string text)
    {
        if (text.EndsWith(asset.Code, StringComparison.OrdinalIgnoreCase))
        {
            return text[..^asset.Code.Length].TrimEnd();
        }

        return text.StartsWith(asset.Code, StringComparison.OrdinalIgnoreCase) ? text[asset.Code.Length..].TrimStart() : text;
    }

    /// <summary>The fault that can be named at sight.</summary>
    private static Error? Fault(string text) => text switch
    {
        _ when text.Any(character => char.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol) => MoneyErrors.OtherCurrency,
        ['-' or '\u2212', (>= '0' and <= '9'), ..] => MoneyErrors.Negative,
        [(>= '0' and <= '9'), ..] when text.Length < MostDigits && text.IndexOfAny(['e', 'E']) is > 0 and var at
            && text.AsSpan(at + 1).TrimStart("+-") is { IsEmpty: false } power && IsDigits(power) => MoneyErrors.Exponent,
        _ => null,
    };

    private static Result<long> ReadNumber(Asset asset, string text)
    {
        var points = Points(text);
        if (text is not [>= '0' and <= '9', .., >= '0' and <= '9'] and not [>= '0' and <= '9'] || points is null)
        {
            return MoneyErrors.NotANumber;
        }

        if (points is [var only] && text[only] is '.' or ',' && IsGroup(text, points, 0) && CanLead(text, only))
        {
            return TwoReadings(asset, text, only);
        }

        // The last separator begins the decimals, unless it groups like all those before it; groups are made by one sign alone.
        var last = points.Count - 1;
        var decimals = last >= 0 && text[points[last]] is '.' or ',' && (last == 0 || Kind(text[points[last]]) != Kind(text[points[0]])) ? last : points.Count;
        var grouped = Enumerable.Range(0, decimals)
            .All(index => Kind(text[points[index]]) == Kind(text[points[0]]) && IsGroup(text, points, index));
        if (!grouped || (decimals > 0 && !CanLead(text, points[0])))
        {
            return MoneyErrors.OddGroups;
        }

        return decimals < points.Count
            ? Units(asset, Digits(text[..points[decimals]]), text[(points[decimals] + 1)..])
            : Units(asset, Digits(text), string.Empty);
    }

    private static Result<long> TwoReadings(Asset asset, string text, int point)
    {
        var small = Units(asset, text[..point], text[(point + 1)..]);
        var large = Units(asset, Digits(text), string.Empty);
        if (!small.Succeeded || !large.Succeeded)
        {
            return large.Succeeded ? large : small;
        }

        return MoneyErrors.Ambiguous
            .With("asset", asset.Code)
            .With("decimals", asset.Decimals)
            .With("small", small.Value)
            .With("large", large.Value);
    }

    private static Result<long> Units(Asset asset, string whole, string fraction)
    {
        if (fraction.Length > asset.Decimals)
        {
            return MoneyErrors.TooManyDecimals.With("decimals", asset.Decimals);
        }

        var digits = (whole + fraction.PadRight(asset.Decimals, '0')).TrimStart('0');
        if (digits.Length > MostDigits || BigInteger.Parse("0" + digits, CultureInfo.InvariantCulture) > asset.Supply)
        {
            return MoneyErrors.AboveSupply.With("asset", asset.Code);
        }

        return digits.Length == 0 ? 0L : long.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Where the separators stand; null where anything else than digits and separators is there.</summary>
    private static List<int>? Points(string text)
    {
        var points = new List<int>();
        for (var at = 0; at < text.Length; at++)
        {
            if (Kind(text[at]) != '\0')
            {
                points.Add(at);
            }
            else if (text[at] is not (>= '0' and <= '9'))
            {
                return null;
            }
        }

        return points;
    }

    /// <summary>Signs that stand for each other: all spaces are one, and both apostrophes.</summary>
    private static char Kind(char character) => character switch
    {
        '.' or ',' => character,
        '\'' or '\u2019' or '\u02bc' => '\'',
        ' ' or '\u00a0' or '\u2007' or '\u2008' or '\u2009' or '\u202f' => ' ',
        _ => '\0',
    };

    /// <summary>Exactly three digits up to the next separator or the end.</summary>
    private static bool IsGroup(string text, List<int> points, int index) =>
        (index + 1 < points.Count ? points[index + 1] : text.Length) - points[index] == 4;

    /// <summary>One to three digits, the first no zero: what stands before a group.</summary>
    private static bool CanLead(string text, int point) => point is >= 1 and <= 3 && text[0] != '0';

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static bool IsDigits(ReadOnlySpan<char> span) => !span.ContainsAnyExceptInRange('0', '9');
}
