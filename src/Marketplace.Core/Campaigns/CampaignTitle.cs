using System.Globalization;
using System.Text;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// What may stand as a campaign's title: 1 to 80 characters on one line, with something to see. Characters that only steer the display (text
/// direction, zero width, control) are refused: they make one title look like another. So is a pile of marks on one letter, which is written over
/// the lines above and below.
/// </summary>
public static class CampaignTitle
{
    /// <summary>As people count them.</summary>
    public const int MostCharacters = 80;

    /// <summary>In UTF-16.</summary>
    public const int MostCodeUnits = 320;

    /// <summary>Hebrew with vowels and cantillation comes to four on a letter, Thai and Vietnamese to two.</summary>
    public const int MostMarks = 4;

    /// <summary>The zero-width joiner holds emoji together.</summary>
    private const int Joiner = 0x200D;

    /// <summary>The title in composed form (NFC), without spaces around it. Errors: <c>campaigns.bad_title</c>, <c>campaigns.piled_marks</c>.</summary>
    /// <param name="text">As it was written.</param>
    public static Result<string> Parse(string? text)
    {
        var title = (text ?? string.Empty).Trim();
        if (title.Length is 0 or > MostCodeUnits || !IsWellFormed(title))
        {
            return CampaignErrors.BadTitle;
        }

        title = title.Normalize(NormalizationForm.FormC);
        if (HighestPile(title) > MostMarks)
        {
            return CampaignErrors.PiledMarks.With("most", MostMarks);
        }

        return new StringInfo(title).LengthInTextElements <= MostCharacters
            && title.EnumerateRunes().All(IsAllowed)
            && title.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune))
            ? title
            : CampaignErrors.BadTitle;
    }

    /// <summary>The most marks that stand on one letter. A joiner between them has no width and begins no new letter.</summary>
    private static int HighestPile(string title)
    {
        var (pile, highest) = (0, 0);
        foreach (var rune in title.EnumerateRunes().Where(rune => rune.Value != Joiner))
        {
            pile = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? pile + 1 : 0;
            highest = Math.Max(highest, pile);
        }

        return highest;
    }

    private static bool IsWellFormed(string title) => !title.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static bool IsAllowed(Rune rune) => rune.Value == Joiner || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
