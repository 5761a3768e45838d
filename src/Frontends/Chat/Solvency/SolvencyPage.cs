using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Frontends.Solvency;

/// <summary><c>/solvency</c>: what is owed and held, the person's own balances inside it, and the link by which he checks that without trusting us.</summary>
internal sealed class SolvencyPage() : Page("wallets", "solvency", 55)
{
    private const string CampaignPrefix = "campaign:";
    private const int MostNamed = 5;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        if (await turn.Sender.Send(new GetSolvencyProof(turn.Account.Id), cancellationToken) is not { } proof)
        {
            return await ForOperatorsAsync(turn, turn.Say("solvency.none"), cancellationToken);
        }

        var made = proof.Snapshot;
        var age = turn.Now > made.TakenAt ? turn.Now - made.TakenAt : TimeSpan.Zero;
        var screen = turn.Say(
            "solvency.page",
            ("at", made.TakenAt),
            ("unit", age.TotalHours < 1 ? "minutes" : age.TotalDays < 2 ? "hours" : "days"),
            ("minutes", (long)age.TotalMinutes),
            ("hours", (long)age.TotalHours),
            ("days", (long)age.TotalDays),
            ("block", made.Block.Number),
            ("owed", new Sun(made.Owed)),
            ("leaves", made.Leaves),
            ("held", new Sun(made.Held)),
            ("leaving", new Sun(made.Leaving)),
            ("covered", made.IsCovered ? "yes" : "no"),
            ("root", made.Root));
        screen.Also("solvency.mine", ("count", proof.Accounts.Count));
        await SayAccountsAsync(turn, screen, proof.Accounts, cancellationToken);
        if (turn.PublicUrl is { } host)
        {
            await LinkAsync(turn, screen, host, proof.Accounts.Count > 0, cancellationToken);
        }
        else if (proof.Accounts.Count > 0)
        {
            screen.Also("solvency.no_link");
        }

        return await ForOperatorsAsync(turn, screen, cancellationToken);
    }

    /// <summary>The own part, where there is one; whoever has nothing in it would open an empty page.</summary>
    private static async Task LinkAsync(ChatTurn turn, ScreenBuilder screen, Uri host, bool hasPart, CancellationToken cancellationToken)
    {
        var language = turn.Speaker.Language.Code;
        if (hasPart)
        {
            var token = (await turn.Sender.Send(new GetSolvencyToken(turn.Account.Id), cancellationToken)).Require();
            screen.Also("solvency.link").Link("solvency.open", new Uri(host, $"/solvency/proof/{token}?lang={language}").ToString());
        }

        screen.Link("solvency.public", new Uri(host, $"/solvency?lang={language}").ToString());
    }

    private static async Task SayAccountsAsync(ChatTurn turn, ScreenBuilder screen, IReadOnlyList<AccountProof> accounts, CancellationToken cancellationToken)
    {
        var campaigns = accounts.Where(account => account.Account.StartsWith(CampaignPrefix, StringComparison.Ordinal)).OrderByDescending(account => account.Balance).ToArray();
        foreach (var account in accounts.Except(campaigns))
        {
            screen.Also("solvency.account", ("balance", account.Account.Split('/')[^1]), ("amount", new Sun(account.Balance)));
        }

        var named = campaigns.Take(MostNamed).ToDictionary(account => account.Account.Split('/')[0], account => account.Balance);
        foreach (var module in turn.Catalogue.Histories)
        {
            foreach (var (reference, name) in await module.FindAsync(turn, named.Keys, cancellationToken))
            {
                screen.Also("solvency.campaign", ("name", name.Name), ("amount", new Sun(named[reference])));
            }
        }

        if (campaigns.Skip(MostNamed).ToArray() is { Length: > 0 } rest)
        {
            screen.Also("solvency.campaigns", ("count", rest.Length), ("amount", new Sun(rest.Sum(account => account.Balance))));
        }
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
