using Marketplace.Accounts;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Frontends;

/// <summary>One act of one person and all that is needed to answer it.</summary>
public sealed class ChatTurn
{
    private readonly IdGenerator ids;

    internal ChatTurn(
        ChatInput input,
        AccountView account,
        IChatPlatform platform,
        ISender sender,
        ContributionCatalogue catalogue,
        Speaker speaker,
        ButtonSeal seal,
        IdGenerator ids,
        ChatDialogs dialogs,
        DateTimeOffset now)
    {
        this.ids = ids;
        Input = input;
        Account = account;
        Platform = platform;
        Sender = sender;
        Catalogue = catalogue;
        Speaker = speaker;
        Seal = seal;
        Dialogs = dialogs;
        Now = now;
    }

    private ChatTurn(ChatTurn turn, Speaker speaker, ChatDialogs dialogs)
        : this(turn.Input, turn.Account, turn.Platform, turn.Sender, turn.Catalogue, speaker, turn.Seal, turn.ids, dialogs, turn.Now) =>
        (PublicUrl, Support) = (turn.PublicUrl, turn.Support);

    /// <summary>What was done.</summary>
    public ChatInput Input { get; }

    /// <summary>Who did it.</summary>
    public AccountView Account { get; }

    /// <summary>Where.</summary>
    public IChatPlatform Platform { get; }

    /// <summary>How modules are asked and told.</summary>
    public ISender Sender { get; }

    /// <summary>The time of the turn.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The dialog this person is in, or null.</summary>
    public DialogState? Dialog => Dialogs.Running;

    /// <summary>Where people reach the host's pages, as in <see cref="ChatOptions.PublicUrl"/>; null where they do not.</summary>
    public Uri? PublicUrl { get; internal init; }

    /// <summary>Where people reach a human, as in <see cref="ChatOptions.SupportContact"/>; <c>none</c> where the operator names nobody, for a text to choose by.</summary>
    public string Support { get; internal init; } = ChatOptions.NoContact;

    /// <summary>The idempotency key of what this act triggers: the same when the act is delivered or handled again.</summary>
    public string Key => $"{Platform.Name}:{Input.Key}";

    /// <summary>True for operators.</summary>
    public bool IsOperator => Account.Role == AccountRole.Operator;

    internal ChatDialogs Dialogs { get; private init; }

    internal ContributionCatalogue Catalogue { get; }

    internal Speaker Speaker { get; }

    internal ButtonSeal Seal { get; }

    /// <summary>True where that module is installed.</summary>
    /// <param name="module">Its name.</param>
    public bool Installed(string module) => Catalogue.Installed(module);

    /// <summary>Begins a screen with a text.</summary>
    /// <param name="key">The text's key.</param>
    /// <param name="values">What fills its holes.</param>
    public ScreenBuilder Say(string key, params ReadOnlySpan<(string Name, object Value)> values) => new ScreenBuilder(this).Also(key, values);

    /// <summary>Begins a screen with what went wrong and what to do next.</summary>
    /// <param name="error">What went wrong.</param>
    public ScreenBuilder Explain(Error error) => new ScreenBuilder(this).Also(Speaker.Explain(error));

    /// <summary>A text by itself, to be put into a screen.</summary>
    /// <param name="key">The text's key.</param>
    /// <param name="values">What fills its holes.</param>
    public RichText Text(string key, params ReadOnlySpan<(string Name, object Value)> values) => Speaker.Say(key, values);

    /// <summary>A button's label with values in it.</summary>
    /// <param name="key">The text's key.</param>
    /// <param name="values">What fills its holes.</param>
    public ButtonLabel Label(string key, params ReadOnlySpan<(string Name, object Value)> values) => new(Speaker.Label(key, values));

    /// <summary>A button by itself, to be put on a screen that is there already.</summary>
    internal Button Button(string labelKey, string action, params IEnumerable<string> arguments) =>
        new(Label(labelKey).Text, Seal.Seal(Account.Id, action, arguments), null);

    /// <summary>Shows another screen as the answer.</summary>
    /// <param name="action">The action that shows it; it must be installed.</param>
    /// <param name="arguments">As a button would carry them.</param>
    public Task<Reply> GoAsync(string action, params ReadOnlySpan<object> arguments)
    {
        var encoded = new List<string>();
        foreach (var argument in arguments)
        {
            encoded.Add(ActionArguments.Encode(argument));
        }

        return Catalogue.Actions[action].RunAsync(this, new ActionArguments(encoded), CancellationToken.None);
    }

    /// <summary>The amount in an answer: typed, one of <see cref="ScreenBuilder.Amounts"/>, or all there is ("all", "max").</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="most">How much is all; null where there is no all.</param>
    /// <returns>The amount, why it is none (<see cref="Asset.Parse"/>), or null where the answer is of another kind.</returns>
    public Result<Sun>? Amount(DialogAnswer answer, Sun? most = null) => answer switch
    {
        { Choice: ScreenBuilder.AllChoice } when most is { } all => all,
        { Text: { } text } when most is { } all && Speaker.MeansAll(text) => all,
        { Text: { } text } => Sun.Parse(text),
        _ => null,
    };

    /// <summary>The same turn in another language.</summary>
    internal ChatTurn In(Language language) => new(this, Speaker.In(language), Dialogs);

    /// <summary>The same turn in another dialog.</summary>
    internal ChatTurn With(ChatDialogs dialogs) => new(this, Speaker, dialogs);

    /// <summary>Begins a dialog and asks its first question.</summary>
    /// <param name="name">Which dialog; it must be installed.</param>
    /// <param name="step">Its first step.</param>
    /// <param name="answers">What is known already.</param>
    public Task<Reply> BeginAsync(string name, string step, params ReadOnlySpan<(string Name, string Value)> answers)
    {
        var empty = new DialogState(ids.Next(), name, step, new Dictionary<string, string>());
        return AskAsync(empty.Next(step, answers));
    }

    /// <summary>
    /// Asks for what the dialog's present step needs, after saying what was wrong with the last answer. What was answered here before is offered, and so are the
    /// ways back and out: no dialog needs buttons of its own for them.
    /// </summary>
    /// <param name="dialog">How far it is.</param>
    /// <param name="error">What was wrong, or null.</param>
    public async Task<Reply> AskAsync(DialogState dialog, Error? error = null)
    {
        if (error is not null && dialog.Step != Dialog?.Step)
        {
            // A later step refused what was answered here: it would refuse it again.
            dialog = dialog with { Path = dialog.Path.Forgetting(dialog.Step) };
        }

        var screen = (await Catalogue.Dialogs[dialog.Name].AskAsync(this, dialog, CancellationToken.None)).Former(dialog);
        if (error is not null)
        {
            screen.First(Speaker.Explain(error));
        }

        if (error?.Code == MoneyErrors.Ambiguous.Code)
        {
            screen.Readings(dialog, error);
        }

        return screen.Ways(dialog).Going(dialog);
    }
}

/// <summary>What a button says.</summary>
/// <param name="Text">The words.</param>
public readonly record struct ButtonLabel(string Text);
