using System.Globalization;
using System.Text;

namespace Marketplace.Frontends.Texts;

/// <summary>What people wrote, made harmless to read: nothing invisible, nothing that turns the rest of the line around, no piles of accents over the lines beside it.</summary>
internal static class UserText
{
    /// <summary>No script writes more on one letter.</summary>
    private const int MostMarks = 4;

    private const char FirstStrongIsolate = '\u2068';
    private const char PopDirectionalIsolate = '\u2069';

    /// <summary>Without control, override and zero-width characters; line breaks become spaces unless they are wanted.</summary>
    public static string Clean(string text, bool keepLines = false)
    {
        var clean = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            marks = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => marks + 1,
                // A joiner has no width: what follows it still stands on the same letter.
                UnicodeCategory.Format => marks,
                _ => 0,
            };
            if (rune.Value == '\n' && keepLines)
            {
                clean.Append('\n');
            }
            else if (Rune.IsWhiteSpace(rune))
            {
                clean.Append(' ');
            }
            else if (marks <= MostMarks && !IsHarmful(rune))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// Clean, and fenced off: a right-to-left title leaves the order of the words around it alone (Unicode UAX 9, isolates). What is plainly
    /// left-to-right, a bot's name above all, needs no fence, and is copied without one.
    /// </summary>
    public static string Isolate(string text) =>
        IsPlainName(text) ? text : $"{FirstStrongIsolate}{Clean(text, keepLines: true)}{PopDirectionalIsolate}";

    /// <summary>Without the fences: what is copied out of one of our messages brings them along.</summary>
    public static string WithoutIsolates(string text) => text
        .Replace(FirstStrongIsolate.ToString(), string.Empty, StringComparison.Ordinal)
        .Replace(PopDirectionalIsolate.ToString(), string.Empty, StringComparison.Ordinal);

    /// <summary>At most so many UTF-16 units, cut between two characters as people see them.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var cut = 0;
        while (cut < text.Length)
        {
            var next = StringInfo.GetNextTextElementLength(text, cut);
            if (cut + next > most - 1)
            {
                break;
            }

            cut += next;
        }

        // An isolate that the cut left open would swallow what follows.
        var kept = text[..cut];
        var open = kept.LastIndexOf(FirstStrongIsolate) > kept.LastIndexOf(PopDirectionalIsolate);
        return kept + "…" + (open ? PopDirectionalIsolate.ToString() : string.Empty);
    }

    private static bool IsPlainName(string text) =>
        text.Length > 0 && text.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '@');

    // The joiners U+200C and U+200D stay: Persian words and family emoji are written with them.
    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D) && rune.Value is < 0xE0020 or > 0xE007F,
        _ => false,
    };
}
