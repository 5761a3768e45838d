using System.Reflection;

namespace Marketplace.Frontends;

/// <summary>Something a module brings to the chat. The engine collects them from the container and uses those whose module is installed.</summary>
public interface IChatContribution
{
    /// <summary>The module it belongs to, as in <see cref="Kernel.ModuleDescriptor.Name"/>; <c>chat</c> for what is always there.</summary>
    string Module { get; }
}

/// <summary>A command a person may type.</summary>
public interface IChatCommand : IChatContribution
{
    /// <summary>Without the slash: 1 to 32 characters of <c>[a-z0-9_]</c>. Its description is the text <c>command.{name}</c>.</summary>
    string Name { get; }

    /// <summary>Its place in the platform's menu.</summary>
    int Order { get; }

    /// <summary>True where it is hidden from everybody else and refused to them.</summary>
    bool OperatorsOnly => false;

    /// <summary>Answers it.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="payload">What followed, or null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken);
}

/// <summary>What a button does. Its data is sealed for one person, so the arguments are what we wrote.</summary>
public interface IChatAction : IChatContribution
{
    /// <summary>At most 12 characters of <c>[a-z_]</c>: it travels in the 64 bytes of a button.</summary>
    string Name { get; }

    /// <summary>True where it is refused to everybody else: somebody may have been an operator when the button was made.</summary>
    bool OperatorsOnly => false;

    /// <summary>How its buttons look, wherever they are; <see cref="ScreenBuilder.As"/> says otherwise for one.</summary>
    ButtonStyle Style => ButtonStyle.Plain;

    /// <summary>Answers it.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="arguments">What the button carried.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken);
}

/// <summary>
/// A conversation of several steps. It keeps nothing in memory: its state is a row that survives a restart. Whoever goes back comes to a step with what was answered
/// later still in <see cref="DialogState.Data"/>; whoever does something else meanwhile comes back to the same step. The engine has the buttons for both, and for the way out.
/// </summary>
public interface IChatDialog : IChatContribution
{
    /// <summary>Stable: it is stored. At most 50 characters.</summary>
    string Name { get; }

    /// <summary>Asks (again) for what the present step needs.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="dialog">How far it is.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken);

    /// <summary>Takes an answer.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="dialog">How far it is.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What to show and whether the dialog goes on, or null where this step has no use for such an answer.</returns>
    Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken);
}

/// <summary>What a link to our bot may carry: <c>/start c_…</c>.</summary>
public interface IStartPayload : IChatContribution
{
    /// <summary>How such a payload begins: <c>c_</c>.</summary>
    string Prefix { get; }

    /// <summary>Answers it.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="value">The payload without the prefix, as anybody may have typed it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Reply> OpenAsync(ChatTurn turn, string value, CancellationToken cancellationToken);
}

/// <summary>What is done with a forwarded message outside dialogs.</summary>
public interface IForwardHandler : IChatContribution
{
    /// <summary>Answers it.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="forward">The message.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<Reply> HandleAsync(ChatTurn turn, MessageForwarded forward, CancellationToken cancellationToken);
}

/// <summary>What is done with words outside dialogs that are no command: several may answer, the first that does is heard.</summary>
public interface ITextHandler : IChatContribution
{
    /// <summary>Answers them.</summary>
    /// <param name="turn">Who, where, and how to answer.</param>
    /// <param name="text">What was written.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The answer, or null where it means nothing to this module.</returns>
    Task<Reply?> HandleAsync(ChatTurn turn, string text, CancellationToken cancellationToken);
}

/// <summary>A button of the main menu. Its label is the text <c>menu.{action}</c>.</summary>
public interface IMenuEntry : IChatContribution
{
    /// <summary>Its place: entries of the same ten stand in one row.</summary>
    int Order { get; }

    /// <summary>The <see cref="IChatAction"/> it starts.</summary>
    string Action { get; }

    /// <summary>True where it is hidden from everybody else.</summary>
    bool OperatorsOnly => false;
}

/// <summary>A line of the main menu's text: what a person has, what he has begun.</summary>
public interface IHomeLine : IChatContribution
{
    /// <summary>Its place.</summary>
    int Order { get; }

    /// <summary>Says it.</summary>
    /// <param name="turn">Who, and how to say it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The line, or null where there is nothing to say.</returns>
    Task<RichText?> SayAsync(ChatTurn turn, CancellationToken cancellationToken);
}

/// <summary>An assembly that brings screens and texts.</summary>
/// <param name="Assembly">Where they are found.</param>
public sealed record ChatContributor(Assembly Assembly);
