namespace Marketplace.Frontends.Home;

/// <summary>A screen that a command opens, and a button of the same name.</summary>
internal abstract class Page(string module, string name, int order) : IChatCommand, IChatAction
{
    public string Module => module;

    public string Name => name;

    public int Order => order;

    public virtual bool OperatorsOnly => false;

    public virtual Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken) =>
        RunAsync(turn, ActionArguments.None, cancellationToken);

    public abstract Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken);
}

/// <summary>A button of the main menu that opens a page.</summary>
internal abstract class MenuEntry(string module, string action, int order) : IMenuEntry
{
    public string Module => module;

    public string Action => action;

    public int Order => order;

    public virtual bool OperatorsOnly => false;
}
