namespace Marketplace.Benchmarks.Size.Filling;

/// <summary>
/// A grown marketplace in set-based statements that leave every sentence about the books true. Beside the many there are some who have very much: they are whom the screens are asked for.
/// </summary>
/// <param name="dialect">Whose SQL.</param>
/// <param name="accounts">How many people.</param>
internal sealed class Market(Dialect dialect, int accounts)
{
    /// <summary>Brought half of the others in.</summary>
    public const int Sponsor = 1;

    /// <summary>Has 300 campaigns, or all there are where there are fewer.</summary>
    public const int Owner = 2;

    /// <summary>Has done nearly all there is to do.</summary>
    public const int Worker = 3;

    /// <summary>Somebody like the others.</summary>
    public const int Anybody = 4;

    public const int Operator = 5;

    /// <summary>The campaign in which half of all people took part.</summary>
    public const int Busy = 1;

    private const long Price = 1_000_000;
    private const long Earns = 850_000;
    private const long Commission = 85_000;
    private const long Funds = 1_000_000_000_000;
    private const int Each = 10;

    private readonly int campaigns = Math.Max(50, accounts / 50);

    public long Participations => (long)accounts * Each;

    /// <summary>In order.</summary>
    public IEnumerable<(string What, string Sql)> Statements()
    {
        var (account, campaign, participation) = (Id(Kind.Account, "i"), Id(Kind.Campaign, "i"), Id(Kind.Participation, "p"));
        foreach (var statement in dialect.Before)
        {
            yield return ("before", statement);
        }

        yield return ("accounts",
            $"""
             INSERT INTO accounts_accounts (id, referral_code, sponsor_id, language, banned, created_at)
             {Numbers(accounts)} SELECT {account}, {(dialect == Dialect.Sqlite ? "printf('%08x', i)" : "lpad(to_hex(i), 8, '0')")},
                 CASE WHEN i % 2 = 0 AND i > {Operator} THEN {Id(Kind.Account, $"{Sponsor}")} END, NULL, false, {dialect.Ago("8000000 - i % 8000000")} FROM n
             """);
        yield return ("identities",
            $"INSERT INTO accounts_identities (platform, external_id, account_id) {Numbers(accounts)} SELECT 'telegram', CAST(i AS text), {account} FROM n");
        yield return ("campaigns",
            $"""
             INSERT INTO campaigns_campaigns (id, owner_id, title, platform, bot_id, bot_username, reward, state, funded, created_at)
             {Numbers(campaigns)} SELECT {campaign}, CASE WHEN i <= 300 THEN {Id(Kind.Account, $"{Owner}")} ELSE {Id(Kind.Account, "i")} END,
                 'Campaign ' || i, 'telegram', CAST(i AS text), 'bot_' || i || '_bot', {Price}, 1, true, {dialect.Ago("8000000")} FROM n
             """);
        foreach (var statement in People().Concat(Books()).Concat(Messages()))
        {
            yield return statement;
        }

        foreach (var statement in dialect.Afterwards)
        {
            yield return ("afterwards", statement);
        }
    }

    private IEnumerable<(string What, string Sql)> People()
    {
        // a person, j his how-manieth; never two of a person in one campaign.
        yield return ("parts",
            $"""
             CREATE TEMPORARY TABLE parts AS {Numbers(accounts)}, m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j < {Each - 1})
             SELECT (i - 1) * {Each} + j + 1 AS p, i AS a,
                 CASE WHEN j = 0 AND i <= {accounts / 2} THEN {Busy} ELSE 2 + (i * 7 + j * 131) % {campaigns - 1} END AS c, 0 AS state
             FROM n CROSS JOIN m
             """);
        yield return ("parts of the one who did nearly all",
            $"""
             INSERT INTO parts {Numbers(campaigns * 39 / 40)}
             SELECT {Participations} + i, {Worker}, i, 4 FROM n WHERE i NOT IN (SELECT c FROM parts WHERE a = {Worker})
             """);
        yield return ("states",
            $"""
             UPDATE parts SET state = CASE WHEN p > {Participations} THEN 4 WHEN p % 1000 = 999 THEN 0 WHEN p % 100 < 90 OR p % 100 = 99 THEN 4
                 WHEN p % 100 < 95 THEN 10 WHEN p % 100 < 98 THEN 11 ELSE 12 END
             """);
        yield return ("participations",
            $"""
             INSERT INTO campaigns_participations (id, campaign_id, account_id, price, earns, state, opened_at, expires_at, confirmed_at, paid_at)
             SELECT {Id(Kind.Participation, "p")}, {Id(Kind.Campaign, "c")}, {Id(Kind.Account, "a")}, {Price}, {Earns}, state, {dialect.Ago("2500000 - p % 2500000")},
                 {dialect.Ago("CASE WHEN state = 0 THEN -3600 ELSE 2500000 - p % 2500000 END")},
                 CASE WHEN state = 4 THEN {dialect.Ago("2500000 - p % 2500000")} END, CASE WHEN state = 4 THEN {dialect.Ago("2500000 - p % 2500000")} END FROM parts
             """);
        yield return ("totals",
            """
            INSERT INTO campaigns_totals (campaign_id, paid, spent)
            SELECT campaign_id, COUNT(*), SUM(price) FROM campaigns_participations WHERE state = 4 GROUP BY campaign_id
            """);
        yield return ("days",
            """
            INSERT INTO campaigns_days (campaign_id, day, paid)
            SELECT campaign_id, date(paid_at), COUNT(*) FROM campaigns_participations WHERE state = 4 GROUP BY campaign_id, date(paid_at)
            """);
        yield return ("commissions",
            $"""
             INSERT INTO referrals_commissions (id, source, sponsor_id, kind, amount, paid, state, created_at)
             SELECT {Id(Kind.Commission, "p")}, 'participation:' || {dialect.IdText(Kind.Participation, "p")}, {Id(Kind.Account, $"{Sponsor}")}, 0, {Commission}, {Commission}, 1,
                 {dialect.Ago("2500000 - p % 2500000")} FROM parts WHERE {HasCommission}
             """);
        yield return ("sums",
            "INSERT INTO referrals_totals (sponsor_id, paid, waiting) SELECT sponsor_id, SUM(paid), SUM(amount - paid) FROM referrals_commissions GROUP BY sponsor_id");
        yield return ("reports",
            $"""
             INSERT INTO campaigns_reports (id, campaign_id, account_id, reason, text, state, reported_at)
             {Numbers(accounts / 50)} SELECT {Id(Kind.Report, "i")}, {Id(Kind.Campaign, $"1 + i % {campaigns}")}, {Id(Kind.Account, "i")}, 0, NULL, CASE WHEN i % 20 = 0 THEN 0 ELSE 1 END,
                 {dialect.Ago("2500000 - i")} FROM n
             """);
    }

    /// <summary>A commission of every third reward of somebody the sponsor brought in.</summary>
    private static string HasCommission => $"state = 4 AND a % 2 = 0 AND a > {Operator} AND p % 3 = 0";

    // Numbers of the ledger's accounts: people as they are, then escrows, then these two. Of transfers: fundings, rewards, commissions.
    private int Revenue => accounts + campaigns + 1;

    private int Custody => accounts + campaigns + 2;

    private IEnumerable<(string What, string Sql)> Books()
    {
        var (rewards, commissions) = (campaigns, campaigns + (Participations * 2));
        yield return ("sides",
            $"""
             CREATE TEMPORARY TABLE sides AS
             SELECT {accounts} + i AS account, i AS journal, {Funds} AS amount FROM ({Numbers(campaigns)} SELECT i FROM n) f
             UNION ALL SELECT {Custody}, i, -{Funds} FROM ({Numbers(campaigns)} SELECT i FROM n) f
             UNION ALL SELECT {accounts} + c, {rewards} + p, -{Price} FROM parts WHERE state = 4
             UNION ALL SELECT a, {rewards} + p, {Earns} FROM parts WHERE state = 4
             UNION ALL SELECT {Revenue}, {rewards} + p, {Price - Earns} FROM parts WHERE state = 4
             UNION ALL SELECT {Revenue}, {commissions} + p, -{Commission} FROM parts WHERE {HasCommission}
             UNION ALL SELECT {Sponsor}, {commissions} + p, {Commission} FROM parts WHERE {HasCommission}
             """);
        yield return ("journal",
            $"""
             INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at)
             {Numbers(campaigns)} SELECT i, 'campaign-fund:' || i, {dialect.Bytes}, 'campaign.funded', 'campaign:' || {dialect.IdText(Kind.Campaign, "i")}, {dialect.Ago("8000000")} FROM n
             """);
        yield return ("journal of rewards",
            $"""
             INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at)
             SELECT {rewards} + p, 'participation:' || {dialect.IdText(Kind.Participation, "p")}, {dialect.Bytes}, 'campaign.reward', 'campaign:' || {dialect.IdText(Kind.Campaign, "c")},
                 {dialect.Ago("2500000 - p % 2500000")} FROM parts WHERE state = 4 ORDER BY p
             """);
        yield return ("journal of commissions",
            $"""
             INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at)
             SELECT {commissions} + p, 'commission:' || {dialect.IdText(Kind.Commission, "p")} || ':0', {dialect.Bytes}, 'commission.earnings',
                 'commission:' || {dialect.IdText(Kind.Commission, "p")}, {dialect.Ago("2500000 - p % 2500000")} FROM parts WHERE {HasCommission} ORDER BY p
             """);
        yield return ("entries",
            """
            INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
            SELECT account, ROW_NUMBER() OVER w, journal, amount, CAST(SUM(amount) OVER w AS bigint) FROM sides WINDOW w AS (PARTITION BY account ORDER BY journal)
            """);
        var code =
            $"""
             CASE WHEN account <= {accounts} THEN 'user:' || {dialect.IdText(Kind.Account, "account")} || '/earn'
                 WHEN account < {Revenue} THEN 'campaign:' || {dialect.IdText(Kind.Campaign, $"account - {accounts}")} || '/escrow'
                 WHEN account = {Revenue} THEN 'platform/revenue' ELSE 'chain/custody' END
             """;
        yield return ("balances",
            $"""
             INSERT INTO ledger_accounts (id, code, asset, balance, held, floor, version)
             SELECT account, {code}, 'TRX', CAST(SUM(amount) AS bigint), 0, CASE WHEN account = {Custody} THEN -9000000000000000000 ELSE 0 END, COUNT(*) FROM sides GROUP BY account
             """);
        yield return ("holds",
            $"""
             INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at)
             SELECT {Id(Kind.Participation, "p")}, {accounts} + c, {Price}, CASE WHEN state = 4 THEN {Price} ELSE 0 END, CASE WHEN state = 4 THEN 1 WHEN state = 0 THEN 0 ELSE 2 END,
                 'participation:' || {dialect.IdText(Kind.Participation, "p")}, {dialect.Ago("2500000 - p % 2500000")} FROM parts
             """);
        yield return ("what is held",
            """
            UPDATE ledger_accounts SET held = (SELECT SUM(h.amount) FROM ledger_holds h WHERE h.account_id = ledger_accounts.id AND h.state = 0)
            WHERE id IN (SELECT account_id FROM ledger_holds WHERE state = 0)
            """);
        yield return ("sides", "DROP TABLE sides");
        yield return ("parts", "DROP TABLE parts");
    }

    private IEnumerable<(string What, string Sql)> Messages()
    {
        yield return ("addresses",
            $"""
             INSERT INTO wallets_addresses (network, address_index, address, account_id, target, created_at)
             {Numbers(accounts)} SELECT '{PaperNetwork.Name}', i, 'TDeposit' || i, {Id(Kind.Account, "i")}, 0, {dialect.Ago("8000000")} FROM n
             """);
        yield return ("cursor", $"INSERT INTO wallets_cursors (network, block_number, block_id, addresses) VALUES ('{PaperNetwork.Name}', 1, 'block1', {accounts + 1})");
        yield return ("deposits",
            $"""
             INSERT INTO wallets_deposits (network, transaction_id, output_index, account_id, target, address, amount, block_number, state, seen_at, credited_at)
             {Numbers(accounts)} SELECT '{PaperNetwork.Name}', 'in' || i, 0, {Id(Kind.Account, "i")}, 0, 'TDeposit' || i, 5000000, i, 1, {dialect.Ago("2500000")}, {dialect.Ago("2500000")} FROM n
             """);
        // One in twenty within the last day, which is what the limits add up. Their money is not in these books, so they brought the platform no fees.
        var requested = dialect.Ago("CASE WHEN i % 20 = 0 THEN 3600 ELSE 90000 + i END");
        yield return ("withdrawals",
            $"""
             INSERT INTO wallets_withdrawals (id, account_id, network, address, amount, fee, state, attempts, transaction_id, requested_at, changed_at)
             {Numbers(accounts / 2)} SELECT {Id(Kind.Withdrawal, "i")}, {Id(Kind.Account, $"CASE WHEN i <= 500 THEN {Anybody} ELSE i END")}, '{PaperNetwork.Name}', 'TWallet' || i, 6000000, 0, 4, 1,
                 'out' || i, {requested}, {requested} FROM n
             """);
        yield return ("attempts",
            $"""
             INSERT INTO wallets_attempts (withdrawal_id, number, network, transaction_id, signed_bytes, expires_at, signed_at, outcome, ended_at, network_fee)
             {Numbers(accounts / 2)} SELECT {Id(Kind.Withdrawal, "i")}, 1, '{PaperNetwork.Name}', 'out' || i, {dialect.Bytes}, {requested}, {requested}, 1, {requested}, 0 FROM n
             """);
        yield return ("chats",
            $"""
             INSERT INTO chat_chats (platform, chat_id, account_id, language_code, menu_message_id, seen_at, version)
             {Numbers(accounts)} SELECT 'telegram', CAST(i AS text), {Id(Kind.Account, "i")}, 'en', CAST(i AS text), {dialect.Ago("i")}, 1 FROM n
             """);
        yield return ("updates",
            $"""
             INSERT INTO chat_updates (id, platform, update_key, order_key, payload, state, attempts, arrived_at)
             {Numbers(accounts * 5)} SELECT {Id(Kind.Message, "i")}, 'telegram', CAST(i AS text), CAST(i % {accounts} AS text), '', 1, 1, {dialect.Ago($"{accounts * 5} - i")} FROM n
             """);
        yield return ("notifications",
            $"""
             INSERT INTO chat_notifications (id, platform, chat_id, account_id, text_key, arguments, attempts, due_at, ended_at)
             {Numbers(accounts * 3)} SELECT {Id(Kind.Message, "i")}, 'telegram', CAST(1 + i % {accounts} AS text), {Id(Kind.Account, $"1 + i % {accounts}")}, 'notify.invited', '{"{}"}', 1,
                 {dialect.Ago($"{accounts * 3} - i")}, {dialect.Ago($"{accounts * 3} - i")} FROM n
             """);
        yield return ("events",
            $"""
             INSERT INTO outbox_messages (id, aggregate, type, payload, occurred_at, attempts, due_at, sent_at)
             {Numbers(accounts * 3)} SELECT {Id(Kind.Message, "i")}, 'account:' || i, 'campaigns.ParticipationPaid', '{"{}"}', {dialect.Ago($"{accounts * 3} - i")}, 0,
                 {dialect.Ago($"{accounts * 3} - i")}, {dialect.Ago($"{accounts * 3} - i")} FROM n
             """);
        yield return ("who has seen them",
            $"""
             INSERT INTO inbox_messages (consumer, message_id, received_at)
             {Numbers(accounts * 3)} SELECT 'Marketplace.Frontends.Notifications.SponsorNotifications', {Id(Kind.Message, "i")}, {dialect.Ago($"{accounts * 3} - i")} FROM n
             """);
    }

    private string Id(Kind kind, string number) => dialect.Id(kind, number);

    /// <summary>1 to that number, as <c>n(i)</c>.</summary>
    private static string Numbers(long last) => $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last})";
}
