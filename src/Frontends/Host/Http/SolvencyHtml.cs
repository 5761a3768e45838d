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
        li{margin-bottom:4px}ol{margin:0 0 12px;padding-left:20px}.language{text-align:right;margin:0}@media(max-width:480px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:10px}.button{display:block;text-align:center}}
        """;

    public static string None(SolvencyWords words) => Page(words, words.Title, $"<h1>{words.Title}</h1><p>{words.None}</p>");

    public static string Unknown(SolvencyWords words) => Page(words, words.Title, $"<h1>{words.UnknownTitle}</h1><p>{words.Unknown}</p>");

    public static string Totals(SolvencyWords words, SolvencyView view, CustodyReport? check, DateTimeOffset now) => Page(words, words.Title, $"""
        <h1>{words.Title}</h1>
        <p class="soft">{words.Intro} {Moment(words, view, now)}.</p>
        {Figures(words, view)}
        <section><h2>{words.Places}</h2><dl>{Places(words, view)}{Compared(words, view, check)}</dl></section>
        <section><h2>{words.Tree}</h2><dl>
        <dt>{words.Root}</dt><dd><code>{Text(view.Root)}</code></dd>
        <dt>{words.Accounts}</dt><dd>{Number(words, view.Leaves)}</dd>
        <dt>{words.Block}</dt><dd>{Number(words, view.Block.Number)} <code>{Text(view.Block.Id)}</code></dd>
        <dt>{words.Books}</dt><dd>{Fill(words.UpTo, Number(words, view.JournalPosition))}{(view.SealHead is null ? "" : Fill(words.Sealed, $"<code>{Text(view.SealHead)}</code>"))}</dd>
        </dl></section>
        <section><h2>{words.Check}</h2>
        <p>{words.CheckPublic}</p>
        {ByHand(words, view)}
        <p>{Fill(words.Explorer, Text(view.Network))}</p>
        <p class="soft">{words.Limits}</p></section>
        """);

    public static string Proof(SolvencyWords words, SolvencyProof proof, string token, IReadOnlyDictionary<string, string> titles, DateTimeOffset now) => Page(words, words.Part, $"""
        <h1>{words.Part}</h1>
        <p class="soft">{Moment(words, proof.Snapshot, now)}. {words.Secret}</p>
        {Figures(words, proof.Snapshot)}
        <section><h2>{words.Mine}</h2>{Accounts(words, proof, titles)}</section>
        <section><h2>{words.Check}</h2>
        <p><a class="button" href="/solvency/proof/{Text(token)}/proof.json">{words.Download}</a></p>
        {ByHand(words, proof.Snapshot)}
        <p>{words.SameRoot}</p>
        <p class="soft">{words.Limits}</p></section>
        """);

    private static string ByHand(SolvencyWords words, SolvencyView view) => $"{words.ByHand}<pre><code>node verify.mjs proof.json {Text(view.Root)}</code></pre>";

    private static string Figures(SolvencyWords words, SolvencyView view) => $"""
        <section><div class="figures">
        <div class="figure"><span class="soft">{words.Owed}</span><b>{Money(words, view, view.Owed)}</b></div>
        <div class="figure"><span class="soft">{words.Held}</span><b>{Money(words, view, view.Held)}</b></div>
        <div class="figure"><span class="soft">{words.Verdict}</span><b class="{(view.IsCovered ? "good" : "bad")}">{(view.IsCovered ? words.Covered : words.NotCovered)}</b></div>
        </div>{(view.Leaving == 0 ? "" : $"<p class=\"soft\">{Fill(words.Leaving, Money(words, view, view.Leaving))}</p>")}</section>
        """;

    private static string Places(SolvencyWords words, SolvencyView view)
    {
        var places = new StringBuilder();
        foreach (var holding in view.House)
        {
            places.Append(CultureInfo.InvariantCulture, $"<dt>{(holding.Name == "hot" ? words.Hot : words.Cold)}</dt><dd><b>{Money(words, view, holding.Amount)}</b><br><code>{Text(holding.Address)}</code></dd>");
        }

        return places
            .Append(CultureInfo.InvariantCulture, $"<dt>{words.Deposits}</dt><dd><b>{Money(words, view, view.HeldOnDeposits)}</b> {Fill(words.OnDeposits, Number(words, view.DepositAddresses))}</dd>")
            .ToString();
    }

    private static string Compared(SolvencyWords words, SolvencyView view, CustodyReport? check) => check is null
        ? string.Empty
        : $"<dt>{words.Compared}</dt><dd class=\"{(check.Shortfall == 0 ? "good" : "bad")}\">"
            + (check.Shortfall == 0 ? Fill(words.NothingMissing, Date(words, check.CheckedAt)) : Fill(words.Missing, Date(words, check.CheckedAt), Money(words, view, check.Shortfall)))
            + "</dd>";

    private static string Accounts(SolvencyWords words, SolvencyProof proof, IReadOnlyDictionary<string, string> titles)
    {
        if (proof.Accounts.Count == 0)
        {
            return $"<p>{words.Nothing}</p>";
        }

        var rows = new StringBuilder("<dl>");
        foreach (var account in proof.Accounts)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<dt>{Name(words, account, titles)}</dt><dd><b>{Money(words, proof.Snapshot, account.Balance)}</b><br>{Fill(words.Leaf, Number(words, account.Position))}, {Fill(words.Steps, Number(words, account.Path.Count))}<br><code>{Text(account.Account)}</code></dd>");
        }

        return rows.Append("</dl>").ToString();
    }

    private static string Name(SolvencyWords words, AccountProof account, IReadOnlyDictionary<string, string> titles) =>
        account.Account.EndsWith("/earn", StringComparison.Ordinal) ? words.Earned
        : account.Account.EndsWith("/ad", StringComparison.Ordinal) ? words.Ads
        : titles.GetValueOrDefault(account.Account) is { } title ? Fill(words.NamedCampaign, $"<bdi>{Text(title)}</bdi>")
        : words.Campaign;

    private static string Moment(SolvencyWords words, SolvencyView view, DateTimeOffset now)
    {
        var age = Fill(words.Ago, words.Age(now > view.TakenAt ? now - view.TakenAt : TimeSpan.Zero));
        return $"{Fill(words.Made, Date(words, view.TakenAt), Number(words, view.Block.Number), Text(view.Network))} ({age})";
    }

    private static string Date(SolvencyWords words, DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy HH:mm", words.Culture);

    private static string Money(SolvencyWords words, SolvencyView view, long amount) =>
        view.Asset == Asset.Trx.Code ? $"{Asset.Trx.Format(amount, words.Culture)}\u00a0TRX" : $"{Number(words, amount)}\u00a0{Text(view.Asset)}";

    private static string Number(SolvencyWords words, long number) => number.ToString("N0", words.Culture);

    private static string Fill(string words, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, words, values);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Page(SolvencyWords words, string title, string body) => $"""
        <!doctype html>
        <html lang="{words.Code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>
        {Style}
        </style></head><body><main>
        <p class="soft language">{words.Other}</p>
        {body}
        </main></body></html>
        """;
}
