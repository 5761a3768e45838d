namespace Marketplace.Frontends;

/// <summary>
/// The commands of the installed modules, for platforms that show them in a menu of their own (Telegram's <c>setMyCommands</c>, Discord's slash commands).
/// </summary>
public interface IChatCommandCatalogue
{
    /// <summary>The languages there are texts in, two-letter codes, the fallback first.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>The commands in the order a menu shows them.</summary>
    /// <param name="language">One of <see cref="Languages"/>; another one gets the fallback's.</param>
    /// <param name="forOperators">True to add those that only operators may use.</param>
    IReadOnlyList<CommandDescription> Describe(string language, bool forOperators);
}

/// <summary>A command as a menu shows it.</summary>
/// <param name="Name">Without the slash: <c>browse_bots</c>.</param>
/// <param name="Description">1 to 100 characters.</param>
public sealed record CommandDescription(string Name, string Description);
