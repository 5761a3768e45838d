using Marketplace.Frontends.Home;
using Marketplace.Kernel;
using Marketplace.Ledger;

namespace Marketplace.Frontends.Ledger;

internal sealed class HistoryMenuEntry() : MenuEntry("ledger", "history", 30);

/// <summary><c>/history</c>: what happened on the person's two balances, newest first.</summary>
internal sealed class HistoryPage() : Page("ledger", "history", 50)
{
    private const int PageSize = 8;

    public override async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken)
    {
        var before = arguments.Number(0);
        var (earn, ad) = (LedgerAccount.Earn(turn.Account.Id.Value), LedgerAccount.Ad(turn.Account.Id.Value));
        var lines = await turn.Sender.Send(new GetStatement([earn, ad], before == 0 ? null : before, PageSize), cancellationToken);
        var screen = turn.Say("history.title", ("count", lines.Count), ("first", before == 0 ? "yes" : "no"));
        var names = await NamesAsync(turn, lines, cancellationToken);
        foreach (var line in lines)
        {
            var name = names.GetValueOrDefault(line.Reference);
            screen.Also(
                "history.line",
                ("at", line.PostedAt),
                ("kind", line.Kind.Replace('.', '_')),
                ("sign", line.Amount < 0 ? "minus" : "plus"),
                ("amount", new Sun(Math.Abs(line.Amount))),
                ("named", name?.Kind ?? "no"),
                ("name", name?.Name ?? (object)string.Empty),
                ("balance", line.Account == earn ? "earn" : "ad"));
        }

        if (before != 0)
        {
            screen.Button("history.newest", Name);
        }

        if (lines.Count >= PageSize)
        {
            _ = before != 0 ? screen.Beside("history.older", Name, lines[^1].TransferId) : screen.Button("history.older", Name, lines[^1].TransferId);
        }

        return screen.Button("menu.balance", "balance").Home();
    }

    private static async Task<Dictionary<string, HistoryName>> NamesAsync(
        ChatTurn turn, IReadOnlyList<StatementLine> lines, CancellationToken cancellationToken)
    {
        var (names, references) = (new Dictionary<string, HistoryName>(StringComparer.Ordinal), lines.Select(line => line.Reference).ToHashSet());
        foreach (var module in turn.Catalogue.Histories)
        {
            foreach (var (reference, name) in await module.FindAsync(turn, references, cancellationToken))
            {
                names[reference] = name;
            }
        }

        return names;
    }
}
