namespace Marketplace.Frontends.Engine;

/// <summary>How a person came to the present step of a dialog: what "Back" leads to, and what they answered on the way.</summary>
/// <param name="Steps">The steps before this one, the first of them first; each once.</param>
/// <param name="Answers">What was answered last at a step: a choice's value, or words after <see cref="DialogButtons.Typed"/>. Going back forgets none.</param>
internal sealed record DialogPath(IReadOnlyList<string> Steps, IReadOnlyDictionary<string, string> Answers)
{
    /// <summary>Longer ones are asked for again instead of being kept a second time.</summary>
    private const int LongestAnswer = 256;

    public static DialogPath Start { get; } = new([], new Dictionary<string, string>());

    /// <summary>A step follows, or one of the former comes again: then what lay between is no longer behind.</summary>
    public DialogPath Going(string from, string to) => from == to ? this : this with
    {
        Steps = Steps.Contains(to) ? [.. Steps.TakeWhile(step => step != to)] : [.. Steps, from],
    };

    /// <summary>Keeps an answer that led on from its step.</summary>
    public DialogPath Answered(string step, DialogAnswer answer) => Steps.Contains(step) && Written(answer) is { Length: <= LongestAnswer } written
        ? this with { Answers = new Dictionary<string, string>(Answers) { [step] = written } }
        : this;

    public DialogPath Forgetting(string step) => this with { Answers = Answers.Where(answer => answer.Key != step).ToDictionary() };

    /// <summary>The former answer of a step, to be given once more.</summary>
    public DialogAnswer? AnswerAt(string step) => Answers.GetValueOrDefault(step) switch
    {
        null => null,
        [DialogButtons.Typed, .. var typed] => new DialogAnswer(typed, null, null),
        var choice => new DialogAnswer(null, choice, null),
    };

    /// <summary>Of a forwarded message its origin's name remains, which is what somebody would have typed instead.</summary>
    private static string? Written(DialogAnswer answer) => answer switch
    {
        { Choice: { } choice } => choice,
        { Text: { } text } => DialogButtons.Typed + text.Trim(),
        { Forward.OriginUsername: { } name } => $"{DialogButtons.Typed}@{name}",
        _ => null,
    };
}
