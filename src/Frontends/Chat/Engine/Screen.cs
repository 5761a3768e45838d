namespace Marketplace.Frontends;

/// <summary>What a person sees: text and buttons. Platform-neutral; a platform renders it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Buttons">Rows of buttons.</param>
public sealed record Screen(RichText Text, IReadOnlyList<IReadOnlyList<Button>> Buttons)
{
    /// <summary>A picture beside the text, or null. A platform that can not show it, or not with so long a text, shows the text alone.</summary>
    public Picture? Picture { get; init; }
}

/// <summary>A picture: a code to scan, a chart.</summary>
/// <param name="Png">Its bytes, in PNG.</param>
/// <param name="FileName">What it is called where somebody saves it: <c>deposit.png</c>.</param>
public sealed record Picture(ReadOnlyMemory<byte> Png, string FileName);

/// <summary>A button: exactly one of <paramref name="Data"/>, <paramref name="Url"/> and <paramref name="Copies"/>.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Data">What comes back when it is pressed: at most 64 bytes.</param>
/// <param name="Url">What it opens.</param>
/// <param name="Copies">What it puts on the person's clipboard: 1 to 256 characters.</param>
/// <param name="Style">How it looks, where the platform has colours.</param>
public sealed record Button(string Label, string? Data, string? Url, string? Copies = null, ButtonStyle Style = ButtonStyle.Plain);

/// <summary>How a button looks. A platform without colours shows all alike.</summary>
public enum ButtonStyle
{
    /// <summary>As the rest.</summary>
    Plain = 0,

    /// <summary>The next step: at most one on a screen.</summary>
    Primary = 1,

    /// <summary>Says yes to something: confirm, approve, collect.</summary>
    Success = 2,

    /// <summary>Hard to take back: refuse, close, ban.</summary>
    Danger = 3,
}

/// <summary>Text in pieces, so that what a person typed can never become markup: each platform escapes it in one place.</summary>
/// <param name="Spans">The pieces.</param>
public sealed record RichText(IReadOnlyList<TextSpan> Spans);

/// <summary>A piece of text.</summary>
/// <param name="Text">As it shall be read, unescaped.</param>
/// <param name="Style">How it looks.</param>
public sealed record TextSpan(string Text, TextStyle Style = TextStyle.Plain)
{
    /// <summary>What it opens: an absolute address of ours, never one that a person typed; null for no link.</summary>
    public string? Url { get; init; }
}

/// <summary>How a piece of text looks.</summary>
public enum TextStyle
{
    /// <summary>As the rest.</summary>
    Plain = 0,

    /// <summary>Stands out.</summary>
    Bold = 1,

    /// <summary>To be copied: an address, a code.</summary>
    Code = 2,
}
