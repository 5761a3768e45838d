using System.Globalization;
using System.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>The character references that the server decodes; any other stays in the text as it is.</summary>
internal static class References
{
    public static Rune? Decode(string reference) => reference switch
    {
        "lt" => new Rune('<'),
        "gt" => new Rune('>'),
        "amp" => new Rune('&'),
        "quot" => new Rune('"'),
        ['#', 'x' or 'X', .. var hex] => Number(hex, NumberStyles.AllowHexSpecifier),
        ['#', .. var digits] => Number(digits, NumberStyles.None),
        _ => null,
    };

    private static Rune? Number(string digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) && value > 0 && Rune.IsValid(value) ? new Rune(value) : null;
}
