using Marketplace.Frontends.Home;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Wallets;

/// <summary>How a withdrawal is told, in every list alike.</summary>
internal static class WithdrawalWords
{
    public static ScreenBuilder Withdrawal(this ScreenBuilder screen, WithdrawalView view) => screen.Also(
        "wallets.withdrawal",
        ("at", view.RequestedAt),
        ("amount", view.Amount),
        ("state", view.Wait == WithdrawalWait.None ? view.State : view.Wait),
        ("approvals", view.Approvals),
        ("needed", view.ApprovalsNeeded),
        ("until", view.NotBefore ?? view.RequestedAt),
        ("explained", view.Reason is null ? "no" : "yes"),
        ("reason", view.Reason ?? string.Empty));

    /// <summary>A button to take it back, where that is still possible and there is time to press it.</summary>
    public static ScreenBuilder TakeBack(this ScreenBuilder screen, ChatTurn turn, WithdrawalView view) =>
        view.CanBeCancelled && (view.State == WithdrawalState.Requested || view.Wait != WithdrawalWait.None)
            ? screen.Button(turn.Label("wallets.take_back", ("amount", view.Amount)), TakeBackAction.ActionName, view.Id)
            : screen;
}

/// <summary><c>/payouts</c>: a person's withdrawals, where each one is, and the way to take one back.</summary>
internal sealed class PayoutsPage() : Page("wallets", "payouts", 75)
{
    private const int Most = 8;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var skip = (int)Math.Min(arguments.Number(0), int.MaxValue - Most);
        var found = await turn.Sender.Send(new GetWithdrawals(turn.Account.Id, Most + 1, skip), cancellationToken);
        var withdrawals = found.Take(Most).ToList();
        var screen = turn.Say(withdrawals.Count == 0 ? "wallets.withdrawals.none" : "wallets.withdrawals.title");
        foreach (var withdrawal in withdrawals)
        {
            screen.Withdrawal(withdrawal);
        }

        foreach (var withdrawal in withdrawals)
        {
            screen.TakeBack(turn, withdrawal);
        }

        if (skip > 0)
        {
            screen.Button("button.previous", Name, Math.Max(0, skip - Most));
        }

        if (found.Count > Most)
        {
            _ = skip > 0 ? screen.Beside("button.next", Name, skip + Most) : screen.Button("button.next", Name, skip + Most);
        }

        screen.Button("menu.withdraw", "withdraw").Beside("menu.balance", "balance");
        return (withdrawals.Count > 0 ? screen.Button("wallets.addresses.open", "addresses") : screen).Home();
    }
}

/// <summary>Takes a withdrawal back that is not signed yet.</summary>
internal sealed class TakeBackAction : IChatAction
{
    public const string ActionName = "take_back";

    public string Module => "wallets";

    public string Name => ActionName;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var taken = await turn.Sender.Send(new CancelWithdrawal(turn.Account.Id, arguments.Id<WithdrawalId>(0)), cancellationToken);
        return (taken.Succeeded ? turn.Say("wallets.taken_back") : turn.Explain(taken.Error))
            .Button("menu.balance", "balance")
            .Beside("wallets.withdrawals.all", "payouts")
            .Home();
    }
}
