using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Frontends.Tests;

/// <summary>
/// What a person sees, as a text file that a reviewer reads and approves. A difference fails and leaves the new text beside the old one;
/// MARKETPLACE_APPROVE=1 takes it over.
/// </summary>
internal sealed partial class Snapshot
{
    private readonly StringBuilder transcript = new();

    public void Note(string what) => transcript.Append("### ").Append(what).Append("\n\n");

    public void Add(ScriptedPlatform.Message message)
    {
        if (message.Screen.Picture is { } picture)
        {
            transcript.Append("(picture ").Append(picture.FileName).Append(")\n");
        }

        foreach (var span in message.Screen.Text.Spans)
        {
            transcript.Append(span.Style switch { TextStyle.Bold => $"**{span.Text}**", TextStyle.Code => $"`{span.Text}`", _ when span.Url is { } url => $"[{span.Text}]({url})", _ => span.Text });
        }

        transcript.Append('\n');
        foreach (var row in message.Screen.Buttons)
        {
            transcript.AppendJoin(' ', row.Select(Drawn)).Append('\n');
        }

        transcript.Append('\n');
    }

    /// <summary>A colour as a sign: * the next step, + yes, ! hard to take back.</summary>
    private static string Drawn(Button button)
    {
        var sign = button.Style switch { ButtonStyle.Primary => "*", ButtonStyle.Success => "+", ButtonStyle.Danger => "!", _ => string.Empty };
        return $"[{sign} {button.Label}{(button.Url is null ? string.Empty : $" -> {button.Url}")}{(button.Copies is null ? string.Empty : $" ⧉ {button.Copies}")} ]";
    }

    public void Approve(string name, [CallerFilePath] string here = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(here)!, "Approved");
        var (approved, received) = (Path.Combine(folder, $"{name}.txt"), Path.Combine(folder, $"{name}.received.txt"));
        // Isolates are shown as brackets; what is random is named.
        var text = Token().Replace(CampaignLink().Replace(transcript.ToString(), "c_CAMPAIGN"), "v_TOKEN")
            .Replace("\u2068", "⟨").Replace("\u2069", "⟩").Replace("\u00a0", " ").Replace("\u202f", " ");
        text = Root().Replace(InvitationCode().Replace(text, "r_CODE"), "ROOT");
        if (Environment.GetEnvironmentVariable("MARKETPLACE_APPROVE") == "1")
        {
            File.WriteAllText(approved, text);
        }

        var expected = File.Exists(approved) ? File.ReadAllText(approved) : string.Empty;
        if (expected != text)
        {
            File.WriteAllText(received, text);
        }

        Assert.That(text, Is.EqualTo(expected), $"Compare {received} with {approved}.");
    }

    [GeneratedRegex("v_[A-Za-z0-9_-]{22}")]
    private static partial Regex Token();

    [GeneratedRegex("c_[A-Za-z0-9_-]{22}")]
    private static partial Regex CampaignLink();

    [GeneratedRegex("(?<=`)[0-9a-f]{64}(?=`)")]
    private static partial Regex Root();

    [GeneratedRegex("r_[a-z2-7]{8}")]
    private static partial Regex InvitationCode();
}
