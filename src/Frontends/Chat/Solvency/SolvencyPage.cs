using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Solvency;

/// <summary><c>/solvency</c>: what is owed and held, the person's own balances inside it, and the link by which he checks that without trusting us.</summary>
internal sealed class SolvencyPage() : Page("wallets", "solvency", 55)
{
    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (await turn.Sender.Send(new GetSolvencyProof(turn.Account.Id), cancellationToken) is not { } proof)
        {
            return await ForOperatorsAsync(turn, turn.Say("solvency.none"), cancellationToken);
        }

        var made = proof.Snapshot;
        var screen = turn.Say(
            "solvency.page",
            ("at", made.TakenAt),
            ("block", made.Block.Number),
            ("owed", new Sun(made.Owed)),
            ("leaves", made.Leaves),
            ("held", new Sun(made.Held)),
            ("leaving", new Sun(made.Leaving)),
            ("covered", made.IsCovered ? "yes" : "no"),
            ("root", made.Root));
        screen.Also("solvency.mine", ("count", proof.Accounts.Count));
        foreach (var account in proof.Accounts)
        {
            screen.Also("solvency.account", ("balance", account.Account.Split('/')[^1]), ("amount", new Sun(account.Balance)));
        }

        if (turn.PublicUrl is { } host)
        {
            var token = (await turn.Sender.Send(new GetSolvencyToken(turn.Account.Id), cancellationToken)).Require();
            screen.Also("solvency.link").Link("solvency.open", new Uri(host, $"/solvency/proof/{token}").ToString());
        }
        else
        {
            screen.Also("solvency.no_link");
        }

        return await ForOperatorsAsync(turn, screen, cancellationToken);
    }

    private static async Task<Reply> ForOperatorsAsync(ChatTurn turn, ScreenBuilder screen, CancellationToken cancellationToken)
    {
        if (turn.IsOperator)
        {
            if (await turn.Sender.Send(new GetLastCustodyCheck(), cancellationToken) is { } check)
            {
                screen.Also("solvency.custody", ("at", check.CheckedAt), ("missing", new Sun(check.Shortfall)));
            }

            screen.Button("solvency.prove", "prove");
        }

        return screen.Button("menu.balance", "balance").Home();
    }
}

/// <summary>An operator makes a new proof at once.</summary>
internal sealed class ProveAction : IChatAction
{
    public string Module => "wallets";

    public string Name => "prove";

    public bool OperatorsOnly => true;

    public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var made = await turn.Sender.Send(new TakeSolvencySnapshot(), cancellationToken);
        return made.Succeeded ? await turn.GoAsync("solvency") : turn.Explain(made.Error).Button("solvency.button", "solvency").Home();
    }
}
