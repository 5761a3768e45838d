using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Texts;

/// <summary>A language there are texts in: how it counts and how it writes numbers.</summary>
/// <param name="Code">Two letters.</param>
/// <param name="Name">Its name in itself.</param>
/// <param name="CultureName">Whose numbers and dates.</param>
/// <param name="IsOne">CLDR's rule for the plural category "one" of whole numbers.</param>
/// <param name="FirstOfMonth">How the first day of a month is written; the others are numbers.</param>
internal sealed record Language(string Code, string Name, string CultureName, Func<long, bool> IsOne, string FirstOfMonth = "1")
{
    // unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html: English i = 1 and v = 0; French i = 0,1.
    // French also has "many" for whole millions in compact forms, which no text here uses.
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English", "en-GB", static count => count == 1),
        new("fr", "Français", "fr-FR", static count => count is 0 or 1, FirstOfMonth: "1er"),
    ];

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(CultureName);

    public static Language Fallback => All[0];

    /// <summary>The person's choice, then their platform's code (<c>fr-CA</c> is French), then the fallback.</summary>
    public static Language Choose(string? chosen, string? platformCode) => Find(chosen) ?? Find(platformCode) ?? Fallback;

    public static Language? Find(string? code) => code is null
        ? null
        : All.FirstOrDefault(language => string.Equals(language.Code, code.Split('-', '_')[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>False for the code of a language there are no texts in; true where the platform names none.</summary>
    public static bool IsSpoken(string? platformCode) => platformCode is null || Find(platformCode) is not null;

    /// <summary>10% or 10 %, the latter with a space that does not break.</summary>
    public string Percent(Rate rate) => string.Create(
        Culture, $"{rate.PartsPerMillion / 10_000m:0.####}{(Culture.NumberFormat.PercentPositivePattern == 1 ? string.Empty : "\u00a0")}%");

    public string Number(long value) => value.ToString("N0", Culture);

    /// <summary>28 Nov, with a space that does not break.</summary>
    public string Day(DateOnly day) => string.Create(Culture, $"{(day.Day == 1 ? FirstOfMonth : day.Day)}\u00a0{day:MMM}");

    /// <summary>1.5 TRX, with a space that does not break: an amount and its unit stand on one line.</summary>
    public string Money(Coins coins) => $"{new Asset(coins.Code, coins.Decimals, long.MaxValue).Format(coins.Amount, Culture)}\u00a0{coins.Code}";

    public string Money(Sun amount) => Money(new Coins(amount.Value, Asset.Trx));
}
