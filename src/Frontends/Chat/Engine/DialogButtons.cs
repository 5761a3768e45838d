using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Frontends.Engine;

/// <summary>
/// What the buttons under a question carry: which dialog, what they answer, and a mark of their step where, pressed twice, they must not answer the next question
/// too. Choices of a dialog's own begin with a letter or a figure.
/// </summary>
internal static class DialogButtons
{
    public const string Action = "d";

    /// <summary>Before what a button types for the person.</summary>
    public const char Typed = '=';

    /// <summary>Gives the former answer of the step once more.</summary>
    public const string Keep = "+";

    /// <summary>Leads to the step before.</summary>
    public const string Back = "<";

    public static string[] Choosing(DialogState dialog, string choice) => [ActionArguments.EncodeId(dialog.Id), choice];

    public static string[] AtStep(DialogState dialog, string choice) => [.. Choosing(dialog, choice), Mark(dialog)];

    /// <summary>False for a button of a step that is over.</summary>
    public static bool IsOf(DialogState dialog, ActionArguments arguments) =>
        arguments.Word(1) is not ([Typed, ..] or Keep or Back) || arguments.Word(2) == Mark(dialog);

    private static string Mark(DialogState dialog) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(dialog.Step)).AsSpan(0, 2));
}
