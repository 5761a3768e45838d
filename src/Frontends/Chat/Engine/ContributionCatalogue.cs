using Marketplace.Frontends.Texts;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Engine;

/// <summary>What the installed modules bring to the chat.</summary>
internal sealed class ContributionCatalogue : IChatCommandCatalogue
{
    private readonly HashSet<string> modules;
    private readonly TextCatalogue texts;

    public ContributionCatalogue(
        IEnumerable<ModuleDescriptor> modules,
        TextCatalogue texts,
        IEnumerable<IChatCommand> commands,
        IEnumerable<IChatAction> actions,
        IEnumerable<IChatDialog> dialogs,
        IEnumerable<IStartPayload> payloads,
        IEnumerable<IForwardHandler> forwards,
        IEnumerable<ITextHandler> words,
        IEnumerable<IMenuEntry> menu,
        IEnumerable<IHomeLine> lines,
        IEnumerable<IHistoryNames> histories)
    {
        this.modules = [.. modules.Select(module => module.Name)];
        this.texts = texts;
        // A name that two contributions claim is a bug that must not wait for its first user: ToDictionary throws at start.
        Commands = Active(commands).OrderBy(command => command.Order).ToDictionary(command => command.Name);
        Actions = Active(actions).ToDictionary(action => action.Name);
        Dialogs = Active(dialogs).ToDictionary(dialog => dialog.Name);
        Payloads = [.. Active(payloads)];
        Forward = Active(forwards).SingleOrDefault();
        Texts = [.. Active(words)];
        Menu = [.. Active(menu).OrderBy(entry => entry.Order)];
        Lines = [.. Active(lines).OrderBy(line => line.Order)];
        Histories = [.. Active(histories)];
    }

    public Dictionary<string, IChatCommand> Commands { get; }

    public Dictionary<string, IChatAction> Actions { get; }

    public Dictionary<string, IChatDialog> Dialogs { get; }

    public IReadOnlyList<IStartPayload> Payloads { get; }

    public IForwardHandler? Forward { get; }

    public IReadOnlyList<ITextHandler> Texts { get; }

    public IReadOnlyList<IMenuEntry> Menu { get; }

    public IReadOnlyList<IHomeLine> Lines { get; }

    public IReadOnlyList<IHistoryNames> Histories { get; }

    public IReadOnlyList<string> Languages { get; } = [.. Language.All.Select(language => language.Code)];

    public bool Installed(string module) => modules.Contains(module);

    public IReadOnlyList<CommandDescription> Describe(string language, bool forOperators)
    {
        var speaker = new Speaker(texts, Language.Find(language) ?? Language.Fallback);
        return [.. Commands.Values
            .Where(command => forOperators || !command.OperatorsOnly)
            .Select(command => new CommandDescription(command.Name, speaker.Label($"command.{command.Name}")))];
    }

    private IEnumerable<T> Active<T>(IEnumerable<T> contributions)
        where T : IChatContribution => contributions.Where(contribution => Installed(contribution.Module));
}
