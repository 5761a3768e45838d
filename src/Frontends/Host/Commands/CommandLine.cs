namespace Marketplace.Host.Commands;

/// <summary>
/// The words behind a command: its own options (<c>--memo TEXT</c>), and settings for the host's configuration, which are told apart by the
/// colon in their name (<c>--Database:Provider=sqlite</c>).
/// </summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);

    /// <param name="words">What follows the command's name.</param>
    /// <param name="known">The options it takes, each with a value: <c>--memo</c>.</param>
    /// <exception cref="UsageException">A word that the command does not know, or an option without its value.</exception>
    public CommandLine(ReadOnlySpan<string> words, params string[] known)
    {
        var settings = new List<string>();
        for (var place = 0; place < words.Length; place++)
        {
            var word = words[place];
            if (word.StartsWith("--", StringComparison.Ordinal) && word.Split('=')[0].Contains(':', StringComparison.Ordinal))
            {
                settings.Add(word);
            }
            else if (known.Contains(word) && place + 1 < words.Length && !words[place + 1].StartsWith("--", StringComparison.Ordinal) && options.TryAdd(word, words[place + 1]))
            {
                place++;
            }
            else
            {
                throw new UsageException();
            }
        }

        Settings = [.. settings];
    }

    public string[] Settings { get; }

    public string? this[string option] => options.GetValueOrDefault(option);
}

/// <summary>The command line is not one of those in the usage.</summary>
internal sealed class UsageException : Exception;
