using System.Text;
using Telegram.Bot.Types.ReplyMarkups;
using CopyTextButton = Telegram.Bot.Types.CopyTextButton;

namespace Marketplace.Frontends.Telegram.Screens;

/// <summary>
/// Screens in Telegram's HTML (core.telegram.org/bots/api#html-style) and inline keyboards. What a person typed passes <see cref="Escape"/>,
/// the only place where text becomes markup.
/// </summary>
internal static class TelegramHtml
{
    /// <summary>Counted after Telegram has parsed the markup, in UTF-16 units.</summary>
    public const int LongestText = 4096;

    /// <summary>Of a button's data, in UTF-8.</summary>
    private const int MostDataBytes = 64;

    /// <summary>Of a picture's caption, counted like <see cref="LongestText"/>.</summary>
    private const int LongestCaption = 1024;

    private const int LongestCopy = 256;

    /// <summary>True where the text fits beside a picture.</summary>
    public static bool IsCaption(RichText text) => text.Spans.Sum(span => span.Text.Length) <= LongestCaption;

    public static string Text(RichText text)
    {
        var html = new StringBuilder();
        var left = LongestText;
        foreach (var span in text.Spans)
        {
            var whole = Clean(span.Text);
            var piece = Cut(whole, left);
            left = piece.Length < whole.Length ? 0 : left - piece.Length;
            html.Append(span.Style switch
            {
                // An empty pair of tags is refused by some versions of the server.
                _ when piece.Length == 0 => string.Empty,
                _ when span.Url is { } url => $"<a href=\"{Escape(url)}\">{Escape(piece)}</a>",
                TextStyle.Bold => $"<b>{Escape(piece)}</b>",
                TextStyle.Code => $"<code>{Escape(piece)}</code>",
                _ => Escape(piece),
            });
        }

        return html.ToString();
    }

    /// <summary>The keyboard, or null for a screen without buttons.</summary>
    /// <param name="rows">The buttons.</param>
    /// <param name="mistake">What Telegram would refuse: a bug of the screen's.</param>
    public static InlineKeyboardMarkup? Keyboard(IReadOnlyList<IReadOnlyList<Button>> rows, out string? mistake)
    {
        mistake = rows.SelectMany(row => row).Select(Mistake).FirstOrDefault(found => found is not null);
        var filled = rows.Where(row => row.Count > 0).ToArray();
        return filled.Length == 0 ? null : new InlineKeyboardMarkup(filled.Select(row => row.Select(Button)));
    }

    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static InlineKeyboardButton Button(Button button) => new()
    {
        Text = Clean(button.Label),
        CallbackData = button.Data,
        Url = button.Url,
        CopyText = button.Copies is { } text ? new CopyTextButton { Text = text } : null,
        Style = button.Style switch
        {
            ButtonStyle.Primary => KeyboardButtonStyle.Primary,
            ButtonStyle.Success => KeyboardButtonStyle.Success,
            ButtonStyle.Danger => KeyboardButtonStyle.Danger,
            _ => null,
        },
    };

    private static string? Mistake(Button button) => button switch
    {
        _ when string.IsNullOrWhiteSpace(button.Label) => "a button without a label",
        _ when new[] { button.Data, button.Url, button.Copies }.Count(what => what is not null) != 1 => $"the button '{button.Label}' needs either data, an address or a text to copy",
        { Copies.Length: 0 or > LongestCopy } => $"what the button '{button.Label}' copies is not 1 to {LongestCopy} characters long",
        { Data: { } data } when Encoding.UTF8.GetByteCount(data) is 0 or > MostDataBytes => $"the data of the button '{button.Label}' is not 1 to {MostDataBytes} bytes long",
        _ => null,
    };

    /// <summary>Half a surrogate pair and control characters have no place in a message; Telegram would refuse it or drop them.</summary>
    private static string Clean(string text)
    {
        if (!text.Any(character => char.IsSurrogate(character) || (char.IsControl(character) && character != '\n')))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value == '\n')
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        if (most <= 1)
        {
            return string.Empty;
        }

        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
