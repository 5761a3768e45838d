namespace Marketplace.Frontends;

/// <summary>The commands a platform may list beside its input field. A platform without such a list ignores it.</summary>
public interface ICommandMenu
{
    /// <summary>Two-letter codes; the first is for everybody whose language is not among them.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>The list in a language, in the order to show.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="forOperators">True for the list that an operator sees: everybody's commands and his own.</param>
    IReadOnlyList<ListedCommand> List(string language, bool forOperators);
}

/// <summary>A command with what it does.</summary>
/// <param name="Name">1 to 32 characters of <c>[a-z0-9_]</c>, without the slash.</param>
/// <param name="Description">1 to 256 characters.</param>
public sealed record ListedCommand(string Name, string Description);
