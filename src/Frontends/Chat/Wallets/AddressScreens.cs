using Marketplace.Frontends.Home;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

/// <summary>How a saved address is told where there is little room.</summary>
internal static class AddressWords
{
    private const int Ends = 5;

    public static ButtonLabel Label(this SavedAddressView address, ChatTurn turn) => turn.Label(
        "wallets.addresses.label",
        ("named", address.Name is null ? "no" : "yes"),
        ("name", address.Name ?? string.Empty),
        ("address", address.Address.Length > 2 * Ends ? $"{address.Address[..Ends]}…{address.Address[^Ends..]}" : address.Address));
}

/// <summary><c>/addresses</c>: where somebody has withdrawn to, with names.</summary>
internal sealed class AddressesPage() : Page("wallets", "addresses", 76)
{
    private const int Most = 8;

    public override Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
        ShowAsync(turn, null, cancellationToken);

    public static async Task<Reply> ShowAsync(ChatTurn turn, RichText? note, CancellationToken cancellationToken)
    {
        var addresses = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, Most), cancellationToken);
        var screen = turn.Say(addresses.Count == 0 ? "wallets.addresses.none" : "wallets.addresses.title");
        foreach (var address in addresses)
        {
            screen.Also(
                "wallets.addresses.line",
                ("named", address.Name is null ? "no" : "yes"),
                ("name", address.Name ?? string.Empty),
                ("address", address.Address),
                ("used", address.LastUsedAt),
                ("young", address.KnownFrom > turn.Now ? "yes" : "no"),
                ("from", address.KnownFrom));
        }

        foreach (var address in addresses)
        {
            screen.Button(address.Label(turn), NameAddressAction.ActionName, address.Id).Beside("wallets.addresses.remove", DropAddressAction.ActionName, address.Id);
        }

        return (note is null ? screen : screen.First(note)).Button("menu.withdraw", "withdraw").Beside("menu.balance", "balance").Home();
    }
}

/// <summary>The button that asks for a name.</summary>
internal sealed class NameAddressAction : IChatAction
{
    public const string ActionName = "name_address";

    public string Module => "wallets";

    public string Name => ActionName;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id<SavedAddressId>(0);
        var addresses = await turn.Sender.Send(new GetSavedAddresses(turn.Account.Id, 100), cancellationToken);
        return addresses.FirstOrDefault(address => address.Id == id) is { } address
            ? await turn.BeginAsync(
                NameAddressDialog.DialogName, NameAddressDialog.NameStep, ("id", ActionArguments.EncodeId(id.Value)), ("address", address.Address), ("name", address.Name ?? string.Empty))
            : turn.Explain(WalletErrors.AddressNotFound).Button("menu.balance", "balance").Home();
    }
}

/// <summary>What shall this address be called?</summary>
internal sealed class NameAddressDialog : IChatDialog
{
    public const string DialogName = "name_address";
    public const string NameStep = "name";

    public string Module => "wallets";

    public string Name => DialogName;

    public Task<ScreenBuilder> AskAsync(ChatTurn turn, DialogState dialog, CancellationToken cancellationToken)
    {
        var screen = turn.Say("wallets.addresses.ask_name", ("address", dialog["address"]));
        return Task.FromResult((dialog["name"].Length > 0 ? screen.Choice("wallets.addresses.no_name", dialog, "none") : screen));
    }

    public async Task<Reply?> TakeAsync(ChatTurn turn, DialogState dialog, DialogAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is not ({ Text: not null } or { Choice: "none" }))
        {
            return null;
        }

        var id = SavedAddressId.From(ActionArguments.DecodeId(dialog["id"]) ?? Guid.Empty);
        var named = await turn.Sender.Send(new NameAddress(turn.Account.Id, id, answer.Text), cancellationToken);
        return named.Succeeded
            ? await AddressesPage.ShowAsync(turn, turn.Text("wallets.addresses.named"), cancellationToken)
            : await turn.AskAsync(dialog, named.Error);
    }
}

/// <summary>Takes an address out of the book.</summary>
internal sealed class DropAddressAction : IChatAction
{
    public const string ActionName = "drop_address";

    public string Module => "wallets";

    public string Name => ActionName;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var removed = await turn.Sender.Send(new RemoveAddress(turn.Account.Id, arguments.Id<SavedAddressId>(0)), cancellationToken);
        return await AddressesPage.ShowAsync(turn, removed.Succeeded ? turn.Text("wallets.addresses.removed") : turn.Speaker.Explain(removed.Error), cancellationToken);
    }
}

/// <summary>"That was not me": under the notice of a new address.</summary>
internal sealed class NotMeAction : IChatAction
{
    public string Module => "wallets";

    public string Name => "not_me";

    public ButtonStyle Style => ButtonStyle.Danger;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var disowned = (await turn.Sender.Send(new DisownAddress(turn.Account.Id, arguments.Word(0) ?? string.Empty), cancellationToken)).Require();
        return turn.Say(
                "wallets.disowned",
                ("taken", disowned.TakenBack),
                ("amount", disowned.Amount),
                ("left", disowned.Left),
                ("contact", turn.Support))
            .Button("menu.balance", "balance")
            .Beside("wallets.withdrawals.all", "payouts")
            .Home();
    }
}
