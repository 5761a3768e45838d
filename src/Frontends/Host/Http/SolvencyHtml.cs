using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Host.Http;

/// <summary>The pages of <see cref="SolvencyPage"/>: no script, no picture, nothing from elsewhere.</summary>
internal static class SolvencyHtml
{
    private const string Style =
        """
        :root{color-scheme:light dark;--ink:#16202a;--soft:#5a6a78;--line:#dde4ea;--card:#fff;--ground:#f3f6f8;--good:#0b7a4b;--bad:#b3261e}
        @media(prefers-color-scheme:dark){:root{--ink:#e8eef3;--soft:#9fb0be;--line:#2a3742;--card:#18222b;--ground:#10171d;--good:#4cc38a;--bad:#ff8a80}}
        *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        main{max-width:960px;margin:0 auto;padding:24px 16px 48px}h1{font-size:1.6rem;margin:0 0 4px}h2{font-size:1.1rem;margin:0 0 12px}
        p{margin:0 0 12px}.soft{color:var(--soft)}section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin-top:16px}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:16px}.figure b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}
        .good{color:var(--good)}.bad{color:var(--bad)}code{font:0.85rem/1.4 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        dl{margin:0;display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:8px 16px}dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
        pre{background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:12px;margin:0 0 12px;white-space:pre-wrap;overflow-wrap:anywhere}
        .button{display:inline-block;background:var(--ink);color:var(--card);border-radius:8px;padding:12px 16px;text-decoration:none;font-weight:600}a{color:inherit}
        li{margin-bottom:4px}ul{margin:0;padding-left:20px}@media(max-width:480px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}.button{display:block;text-align:center}}
        """;

    public static string None() => Page("Proof of solvency", "<h1>Proof of solvency</h1><p>None was made yet. The first one follows within minutes of the first look at the chain.</p>");

    public static string Unknown() => Page("Proof of solvency", "<h1>There is no such proof</h1><p>Open the link from the chat's /solvency screen again.</p>");

    public static string Totals(SolvencyView view, CustodyReport? check) => Page("Proof of solvency", $"""
        <h1>Proof of solvency</h1>
        <p class="soft">What this marketplace owes to people, beside the coins it has. {Moment(view)}.</p>
        {Figures(view)}
        <section><h2>Where the coins are</h2><dl>{Places(view)}{Compared(view, check)}</dl></section>
        <section><h2>The tree over what is owed</h2><dl>
        <dt>Root</dt><dd><code>{Text(view.Root)}</code></dd>
        <dt>Accounts in it</dt><dd>{Number(view.Leaves)}</dd>
        <dt>Block</dt><dd>{Number(view.Block.Number)} <code>{Text(view.Block.Id)}</code></dd>
        <dt>Books</dt><dd>up to transfer {Number(view.JournalPosition)}{(view.SealHead is null ? "" : $", sealed by <code>{Text(view.SealHead)}</code>")}</dd>
        </dl></section>
        <section><h2>Check it yourself</h2>
        <p>In the chat, <b>/solvency</b> gives you your own part of the proof. It shows that your balances are in the total above, and needs no trust in this page:</p>
        <pre><code>dotnet run --project samples/VerifySolvency -- proof.json --root {Text(view.Root)}</code></pre>
        <p>Look the addresses above up with any explorer of {Text(view.Network)}. These totals as <a href="/solvency.json">JSON</a>.</p>
        {Limits}</section>
        """);

    public static string Proof(SolvencyProof proof, string token) => Page("Your part of the proof", $"""
        <h1>Your part of the proof</h1>
        <p class="soft">{Moment(proof.Snapshot)}. Whoever has this link sees these balances: keep it to yourself.</p>
        {Figures(proof.Snapshot)}
        <section><h2>Your balances in the total</h2>{Accounts(proof)}</section>
        <section><h2>Check it without trusting us</h2>
        <p><a class="button" href="/solvency/proof/{Text(token)}/proof.json">Download proof.json</a></p>
        <pre><code>dotnet run --project samples/VerifySolvency -- proof.json --root {Text(proof.Snapshot.Root)}</code></pre>
        <p>The root must be the one on the <a href="/solvency">public page</a>, and the one that others see there.</p>
        {Limits}</section>
        """);

    private const string Limits =
        """
        <p class="soft">What it does not show: that the coins are not borrowed for the day, that we can sign for them, or that people who never check were not left out. The more people check, the
        less can be hidden.</p>
        """;

    private static string Figures(SolvencyView view) => $"""
        <section><div class="figures">
        <div class="figure"><span class="soft">Owed to people</span><b>{Money(view, view.Owed)}</b></div>
        <div class="figure"><span class="soft">Held</span><b>{Money(view, view.Held)}</b></div>
        <div class="figure"><span class="soft">Verdict</span><b class="{(view.IsCovered ? "good" : "bad")}">{(view.IsCovered ? "Covered" : "Not covered")}</b></div>
        </div>{(view.Leaving == 0 ? "" : $"<p class=\"soft\">Of what is owed, {Money(view, view.Leaving)} were sent to people and had not arrived for good.</p>")}</section>
        """;

    private static string Places(SolvencyView view)
    {
        var places = new StringBuilder();
        foreach (var holding in view.House)
        {
            places.Append(CultureInfo.InvariantCulture, $"<dt>{(holding.Name == "hot" ? "Pays withdrawals" : "Key kept elsewhere")}</dt><dd><b>{Money(view, holding.Amount)}</b><br><code>{Text(holding.Address)}</code></dd>");
        }

        return places
            .Append(CultureInfo.InvariantCulture, $"<dt>Deposit addresses</dt><dd><b>{Money(view, view.HeldOnDeposits)}</b> on {Number(view.DepositAddresses)} of them. They are not listed here: each belongs to one person</dd>")
            .ToString();
    }

    private static string Compared(SolvencyView view, CustodyReport? check) => check is null ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $"<dt>Books and chain</dt><dd class=\"{(check.Shortfall == 0 ? "good" : "bad")}\">compared {check.CheckedAt.UtcDateTime:d MMMM yyyy HH:mm} UTC: {(check.Shortfall == 0 ? "nothing is missing" : $"{Money(view, check.Shortfall)} missing")}</dd>");

    private static string Accounts(SolvencyProof proof)
    {
        if (proof.Accounts.Count == 0)
        {
            return "<p>You had nothing on your balances when it was made.</p>";
        }

        var rows = new StringBuilder("<dl>");
        foreach (var account in proof.Accounts)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<dt>{Name(account)}</dt><dd><b>{Money(proof.Snapshot, account.Balance)}</b><br>leaf {Number(account.Position)}, {account.Path.Count} steps to the root<br><code>{Text(account.Account)}</code></dd>");
        }

        return rows.Append("</dl>").ToString();
    }

    private static string Name(AccountProof account) =>
        account.Account.EndsWith("/earn", StringComparison.Ordinal) ? "Earned" : account.Account.EndsWith("/ad", StringComparison.Ordinal) ? "For ads" : "In a campaign";

    private static string Moment(SolvencyView view) =>
        string.Create(CultureInfo.InvariantCulture, $"Made {view.TakenAt.UtcDateTime:d MMMM yyyy HH:mm} UTC at block {view.Block.Number:N0} of {Text(view.Network)}");

    private static string Money(SolvencyView view, long amount) =>
        view.Asset == Asset.Trx.Code ? $"{Asset.Trx.Format(amount, CultureInfo.InvariantCulture)} TRX" : $"{Number(amount)} {Text(view.Asset)}";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>
        {Style}
        </style></head><body><main>
        {body}
        </main></body></html>
        """;
}
