using System.Text.Json.Serialization;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;

namespace Marketplace.Frontends;

/// <summary>How far a dialog is.</summary>
/// <param name="Id">This run of it: the idempotency key of what it does at its end, however often its last button is pressed.</param>
/// <param name="Name"><see cref="IChatDialog.Name"/>.</param>
/// <param name="Step">What is being asked.</param>
/// <param name="Data">What was answered so far.</param>
public sealed record DialogState(Guid Id, string Name, string Step, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>How this step was reached.</summary>
    [JsonInclude]
    internal DialogPath Path { get; init; } = DialogPath.Start;

    /// <summary>Until when the next answer is waited for.</summary>
    [JsonInclude]
    internal DateTimeOffset ExpiresAt { get; init; }

    /// <summary>An answer given earlier.</summary>
    /// <param name="name">Its name.</param>
    public string this[string name] => Data[name];

    /// <summary>An amount given earlier.</summary>
    /// <param name="name">Its name.</param>
    public Sun Amount(string name) => new(long.Parse(Data[name], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The next step, with one more answer; or an earlier one again.</summary>
    /// <param name="step">What is asked next.</param>
    /// <param name="answers">The answers to keep.</param>
    public DialogState Next(string step, params ReadOnlySpan<(string Name, string Value)> answers)
    {
        var data = new Dictionary<string, string>(Data);
        foreach (var (name, value) in answers)
        {
            data[name] = value;
        }

        return this with { Step = step, Data = data, Path = Path.Going(Step, step) };
    }

    /// <summary>The step before, with all answers kept.</summary>
    internal DialogState Back() => Path.Steps is [.., var former] ? Next(former) : this;

    /// <summary>The same with what was answered at an earlier step, to be offered there again.</summary>
    internal DialogState Answered(string step, DialogAnswer answer) => this with { Path = Path.Answered(step, answer) };
}

/// <summary>An answer in a dialog: exactly one of the three.</summary>
/// <param name="Text">Words.</param>
/// <param name="Choice">The value of a button of this dialog.</param>
/// <param name="Forward">A forwarded message.</param>
public sealed record DialogAnswer(string? Text, string? Choice, MessageForwarded? Forward)
{
    internal const string Yes = "go";

    /// <summary>True for the button of <see cref="ScreenBuilder.Confirm"/>.</summary>
    public bool Confirms => Choice == Yes;
}

/// <summary>What a turn ends with.</summary>
/// <param name="Screen">What the person sees; null for nothing new.</param>
/// <param name="Dialog">The dialog that goes on, or null where none does.</param>
public sealed record Reply(Screen? Screen, DialogState? Dialog = null)
{
    /// <summary>
    /// A message of its own that stays as it is, before the screen: what was paid, what is on its way. No later menu takes its place; a button of
    /// it opens a new one. See <see cref="ScreenBuilder.AsReceipt"/>.
    /// </summary>
    public Screen? Receipt { get; init; }

    /// <summary>True where the person gives up what they were doing, and says so: it ends, and does not wait to go on.</summary>
    public bool EndsDialog { get; init; }

    /// <summary>True where the screen is the main menu, which leads back to a dialog that waits.</summary>
    internal bool IsMenu { get; init; }

    /// <summary>The language it is in, where that has just been chosen; null for the turn's.</summary>
    internal Language? Language { get; init; }

    /// <summary>The same with a note above the screen.</summary>
    internal Reply Noted(RichText note) => Screen is null ? this : this with
    {
        Screen = Screen with { Text = new RichText([.. note.Spans, new TextSpan("\n\n"), .. Screen.Text.Spans]) },
    };

    /// <summary>The same with a button above the others.</summary>
    internal Reply Offering(Button button) => Screen is null ? this : this with { Screen = Screen with { Buttons = [[button], .. Screen.Buttons] } };
}
