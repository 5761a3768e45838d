using System.Globalization;
using System.Text;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// What may stand as a campaign's title: 1 to 80 characters on one line, with something to see. Characters that only steer the display (text
/// direction, zero width, control) are refused: they make one title look like another.
/// </summary>
internal static class Title
{
    public const int MostCharacters = 80;
    public const int MostCodeUnits = 320;

    /// <summary>The zero-width joiner holds emoji together.</summary>
    private const int Joiner = 0x200D;

    public static Result<string> Parse(string? text)
    {
        var title = (text ?? string.Empty).Trim();
        if (title.Length is 0 or > MostCodeUnits || !IsWellFormed(title))
        {
            return CampaignErrors.BadTitle;
        }

        title = title.Normalize(NormalizationForm.FormC);
        return new StringInfo(title).LengthInTextElements <= MostCharacters
            && title.EnumerateRunes().All(IsAllowed)
            && title.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune))
            ? title
            : CampaignErrors.BadTitle;
    }

    private static bool IsWellFormed(string title) => !title.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static bool IsAllowed(Rune rune) => rune.Value == Joiner || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
