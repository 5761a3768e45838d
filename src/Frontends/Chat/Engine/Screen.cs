namespace Marketplace.Frontends;

/// <summary>What a person sees: text and buttons. Platform-neutral; a platform renders it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Buttons">Rows of buttons.</param>
public sealed record Screen(RichText Text, IReadOnlyList<IReadOnlyList<Button>> Buttons);

/// <summary>A button: exactly one of <paramref name="Data"/> and <paramref name="Url"/>.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Data">What comes back when it is pressed: at most 64 bytes.</param>
/// <param name="Url">What it opens.</param>
public sealed record Button(string Label, string? Data, string? Url);

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
