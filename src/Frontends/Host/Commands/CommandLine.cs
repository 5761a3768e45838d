using System.CommandLine;

namespace Marketplace.Host.Commands;

/// <summary>
/// The words behind a command: its own options (<c>--memo TEXT</c>), and settings for the host's configuration, which are told apart by the
/// colon in their name (<c>--Database:Provider=sqlite</c>).
/// </summary>
/// <param name="result">The words as they were understood.</param>
/// <param name="settings">The settings among them.</param>
internal sealed class CommandLine(ParseResult result, string[] settings)
{
    public string[] Settings => settings;

    /// <summary>An option's value, or null where it was not given.</summary>
    public string? this[string option] => result.GetValue<string?>(option);
}
