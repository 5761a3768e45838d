using Marketplace.Frontends.Texts;

namespace Marketplace.Frontends;

/// <summary>Puts a screen together: paragraphs and rows of buttons. A button to a module that is not installed is left out.</summary>
public sealed partial class ScreenBuilder
{
    /// <summary>Below the 4,096 characters of Telegram's messages, with room for a note in front.</summary>
    private const int LongestText = 3_900;
    private readonly ChatTurn turn;
    private readonly List<RichText> paragraphs = [];
    private readonly List<List<Button>> rows = [];
    private Picture? picture;
    private bool lastIsLeftOut = true;
    private DialogState? dialog;

    internal ScreenBuilder(ChatTurn turn) => this.turn = turn;

    /// <summary>The screen as the turn's answer.</summary>
    /// <param name="builder">The screen.</param>
    public static implicit operator Reply(ScreenBuilder builder) => builder.ToReply();

    /// <summary>The screen as the turn's answer.</summary>
    public Reply ToReply() => new(ToScreen(), dialog);

    /// <summary>One more paragraph.</summary>
    /// <param name="key">The text's key.</param>
    /// <param name="values">What fills its holes.</param>
    public ScreenBuilder Also(string key, params ReadOnlySpan<(string Name, object Value)> values) => Also(turn.Speaker.Say(key, values));

    /// <summary>One more paragraph, or none.</summary>
    /// <param name="text">The text, or null.</param>
    public ScreenBuilder Also(RichText? text)
    {
        if (text is not null)
        {
            paragraphs.Add(text);
        }

        return this;
    }

    /// <summary>A note in front of everything else.</summary>
    /// <param name="text">The text.</param>
    public ScreenBuilder First(RichText text)
    {
        paragraphs.Insert(0, text);
        return this;
    }

    /// <summary>A button in a row of its own.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="action">The <see cref="IChatAction"/> it starts.</param>
    /// <param name="arguments">What it carries: ids, whole numbers, short words.</param>
    public ScreenBuilder Button(string labelKey, string action, params ReadOnlySpan<object> arguments) => Button(turn.Label(labelKey), action, arguments);

    /// <summary>A button in a row of its own.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="action">The <see cref="IChatAction"/> it starts.</param>
    /// <param name="arguments">What it carries: ids, whole numbers, short words.</param>
    public ScreenBuilder Button(ButtonLabel label, string action, params ReadOnlySpan<object> arguments) => Add(label, action, arguments, newRow: true);

    /// <summary>A button beside the one before.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="action">The <see cref="IChatAction"/> it starts.</param>
    /// <param name="arguments">What it carries.</param>
    public ScreenBuilder Beside(string labelKey, string action, params ReadOnlySpan<object> arguments) =>
        Add(turn.Label(labelKey), action, arguments, newRow: false);

    /// <summary>A button that opens a link.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="url">The link.</param>
    public ScreenBuilder Link(string labelKey, string url) => Link(turn.Label(labelKey), url);

    /// <summary>A button that opens a link.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="url">The link.</param>
    public ScreenBuilder Link(ButtonLabel label, string url) => AddRow(new Button(label.Text, null, url));

    /// <summary>A button that puts a text on the person's clipboard.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="text">What is copied: 1 to 256 characters.</param>
    public ScreenBuilder Copy(string labelKey, string text) => Copy(turn.Label(labelKey), text);

    /// <summary>A button that puts a text on the person's clipboard.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="text">What is copied: 1 to 256 characters.</param>
    public ScreenBuilder Copy(ButtonLabel label, string text) => AddRow(new Button(label.Text, null, null, text, ButtonStyle.Primary));

    /// <summary>Gives the button that was added last a colour; nothing where it was left out.</summary>
    /// <param name="style">How it looks.</param>
    public ScreenBuilder As(ButtonStyle style)
    {
        if (!lastIsLeftOut)
        {
            rows[^1][^1] = rows[^1][^1] with { Style = style };
        }

        return this;
    }

    /// <summary>A picture beside the text. A platform that can not show it shows the text alone: the text must do without it.</summary>
    /// <param name="png">Its bytes, in PNG.</param>
    /// <param name="fileName">What it is called where somebody saves it: <c>deposit.png</c>.</param>
    public ScreenBuilder Picture(ReadOnlyMemory<byte> png, string fileName)
    {
        picture = new Picture(png, fileName);
        return this;
    }

    /// <summary>A button back to the main menu.</summary>
    public ScreenBuilder Home() => Button("button.home", "home");

    /// <summary>
    /// This screen as a receipt: a message of its own that stays, followed by a menu. It has no button home (the menu is below it); links, copies and
    /// buttons to a page are welcome.
    /// </summary>
    /// <param name="menu">What follows: usually <c>await turn.GoAsync("home")</c>.</param>
    public Reply AsReceipt(Reply menu) => menu with { Receipt = ToScreen() };

    internal Screen ToScreen() => new(Joined(), [.. rows]) { Picture = picture };

    private ScreenBuilder Add(ButtonLabel label, string action, ReadOnlySpan<object> arguments, bool newRow)
    {
        lastIsLeftOut = !turn.Catalogue.Actions.TryGetValue(action, out var starts);
        if (starts is null)
        {
            return this;
        }

        var encoded = new string[arguments.Length];
        for (var index = 0; index < encoded.Length; index++)
        {
            encoded[index] = ActionArguments.Encode(arguments[index]);
        }

        var button = new Button(label.Text, Sealed(action, encoded), null, Style: starts.Style);
        if (newRow || rows.Count == 0)
        {
            return AddRow(button);
        }

        rows[^1].Add(button);
        return this;
    }

    private ScreenBuilder AddRow(Button button)
    {
        rows.Add([button]);
        lastIsLeftOut = false;
        return this;
    }

    private string Sealed(string action, IEnumerable<string> arguments) => turn.Seal.Seal(turn.Account.Id, action, arguments);

    private RichText Joined()
    {
        var spans = new List<TextSpan>();
        var room = LongestText;
        foreach (var span in paragraphs.SelectMany((paragraph, index) => index == 0 ? paragraph.Spans : paragraph.Spans.Prepend(new TextSpan("\n\n"))))
        {
            if (room <= 0)
            {
                break;
            }

            spans.Add(span with { Text = UserText.Cut(span.Text, room) });
            room -= span.Text.Length;
        }

        return new RichText(spans);
    }
}
