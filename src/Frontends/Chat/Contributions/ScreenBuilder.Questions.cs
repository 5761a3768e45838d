using System.Globalization;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;

namespace Marketplace.Frontends;

/// <content>What stands under a question of a dialog: the answers to choose from, the former answer, and the ways back and out.</content>
public sealed partial class ScreenBuilder
{
    internal const string AllChoice = "all";

    private static readonly string[] BothReadings = ["small", "large"];

    /// <summary>A button that answers the dialog.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="answering">The dialog.</param>
    /// <param name="value">What it answers: a short word that begins with a letter or a figure.</param>
    public ScreenBuilder Choice(string labelKey, DialogState answering, string value) => Choice(turn.Label(labelKey), answering, value);

    /// <summary>A button that answers the dialog.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="answering">The dialog.</param>
    /// <param name="value">What it answers: a short word that begins with a letter or a figure.</param>
    public ScreenBuilder Choice(ButtonLabel label, DialogState answering, string value) =>
        AddRow(Chosen(label, answering, value));

    /// <summary>The button that says yes at the end of a dialog; <see cref="DialogAnswer.Confirms"/> knows its answer.</summary>
    /// <param name="labelKey">The key of its label.</param>
    /// <param name="answering">The dialog.</param>
    /// <param name="style">How it looks: <see cref="ButtonStyle.Danger"/> where it takes something from somebody.</param>
    public ScreenBuilder Confirm(string labelKey, DialogState answering, ButtonStyle style = ButtonStyle.Success) =>
        Choice(labelKey, answering, DialogAnswer.Yes).As(style);

    /// <summary>A row of amounts to choose from, and all there is. <see cref="ChatTurn.Amount"/> reads the answer.</summary>
    /// <param name="answering">The dialog.</param>
    /// <param name="all">How much is all; no button where it is nothing.</param>
    /// <param name="some">The others; those that are not below <paramref name="all"/> are left out.</param>
    public ScreenBuilder Amounts(DialogState answering, Sun all, params ReadOnlySpan<Sun> some)
    {
        var row = new List<Button>();
        foreach (var amount in some)
        {
            if (amount < all)
            {
                row.Add(Typed(turn.Label("amount.some", ("amount", amount)), answering, Asset.Trx.Unmistakable(amount.Value)));
            }
        }

        if (all > Sun.Zero)
        {
            row.Add(Chosen(turn.Label("amount.all", ("amount", all)), answering, AllChoice));
        }

        if (row.Count > 0)
        {
            rows.Add(row);
            lastIsLeftOut = false;
        }

        return this;
    }

    /// <summary>The dialog goes on after this screen.</summary>
    /// <param name="state">With this state.</param>
    public ScreenBuilder Going(DialogState state)
    {
        dialog = state;
        return this;
    }

    /// <summary>The two readings of an amount, in front of all other buttons.</summary>
    internal void Readings(DialogState answering, Error ambiguous)
    {
        var (code, decimals) = (ambiguous.Arguments["asset"], int.Parse(ambiguous.Arguments["decimals"], CultureInfo.InvariantCulture));
        var asset = new Asset(code, decimals, long.MaxValue);
        rows.Insert(0, [.. BothReadings.Select(reading =>
        {
            var units = long.Parse(ambiguous.Arguments[reading], CultureInfo.InvariantCulture);
            return Typed(turn.Label("amount.some", ("amount", new Coins(units, asset))), answering, asset.Unmistakable(units));
        })]);
    }

    /// <summary>What was answered to this question before: its own button is marked; what was typed is shown, with a button to keep it.</summary>
    internal ScreenBuilder Former(DialogState answering)
    {
        switch (answering.Path.AnswerAt(answering.Step))
        {
            case { Text: { } text }:
                rows.Insert(0, [turn.Button("button.keep", DialogButtons.Action, DialogButtons.AtStep(answering, DialogButtons.Keep))]);
                return Also("note.former", ("answer", text));
            case { Choice: { } choice }:
                Mark(Sealed(DialogButtons.Action, DialogButtons.Choosing(answering, choice)));
                return this;
            default:
                return this;
        }
    }

    /// <summary>The last row of every question: to the step before, where there is one, and out of the dialog.</summary>
    internal ScreenBuilder Ways(DialogState answering)
    {
        var isFirst = answering.Path.Steps.Count == 0;
        if (!isFirst)
        {
            AddRow(turn.Button("button.back", DialogButtons.Action, DialogButtons.AtStep(answering, DialogButtons.Back)));
        }

        return Add(turn.Label("button.cancel"), "cancel", [], newRow: isFirst);
    }

    private void Mark(string data)
    {
        foreach (var row in rows)
        {
            var place = row.FindIndex(button => button.Data == data);
            if (place >= 0)
            {
                row[place] = row[place] with { Label = $"✓ {row[place].Label}" };
            }
        }
    }

    private Button Chosen(ButtonLabel label, DialogState answering, string value) =>
        new(label.Text, Sealed(DialogButtons.Action, DialogButtons.Choosing(answering, value)), null);

    private Button Typed(ButtonLabel label, DialogState answering, string text) =>
        new(label.Text, Sealed(DialogButtons.Action, DialogButtons.AtStep(answering, DialogButtons.Typed + text)), null);
}
