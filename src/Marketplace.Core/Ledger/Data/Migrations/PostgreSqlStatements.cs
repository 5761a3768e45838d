namespace Marketplace.Ledger.Data.Migrations;

/// <summary>What only PostgreSQL needs: the triggers, and the posting functions that carry a whole transfer in one round trip.</summary>
internal static class PostgreSqlStatements
{
    private const string Immutability =
        """
        CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;
        END $$;
        CREATE TRIGGER ledger_journal_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_journal
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
        CREATE TRIGGER ledger_entries_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
        """;

    /// <summary>
    /// Posts one transfer. It locks the accounts in ascending order, so that no two postings wait for each other in a circle; it looks before it
    /// writes, so that a refusal has left nothing (and needs no savepoint). The codes of <c>outcome</c>: 0 posted now, 1 posted before under this
    /// key, 2 key of another transfer, 3 insufficient funds, 4 hold unknown, 5 hold not open (its state in <c>short_available</c>), 6 hold too small, 7 balance out of range.
    /// </summary>
    private const string Post =
        """
        CREATE FUNCTION ledger_post(
            p_key text, p_hash bytea, p_kind text, p_reference text, p_at timestamptz,
            p_codes text[], p_assets text[], p_amounts bigint[], p_floors bigint[], p_hold uuid, p_limit bigint,
            OUT outcome int, OUT transfer_id bigint, OUT short_account text, OUT short_asset text, OUT short_available bigint, OUT short_needed bigint)
        LANGUAGE plpgsql AS $$
        DECLARE
            v_hash bytea;
            v_hold ledger_holds%ROWTYPE;
            v_captured bigint := 0;
            v_short record;
        BEGIN
            SELECT j.id, j.request_hash INTO transfer_id, v_hash FROM ledger_journal j WHERE j.key = p_key;
            IF FOUND THEN
                outcome := CASE WHEN v_hash = p_hash THEN 1 ELSE 2 END;
                RETURN;
            END IF;

            INSERT INTO ledger_accounts (code, asset, balance, held, floor, version)
            SELECT e.code, e.asset, 0, 0, e.floor, 0
            FROM unnest(p_codes, p_assets, p_floors) AS e(code, asset, floor)
            WHERE NOT EXISTS (SELECT FROM ledger_accounts a WHERE a.code = e.code AND a.asset = e.asset)
            ON CONFLICT (code, asset) DO NOTHING;

            PERFORM FROM ledger_accounts a
            JOIN unnest(p_codes, p_assets) AS e(code, asset) ON a.code = e.code AND a.asset = e.asset
            ORDER BY a.id FOR UPDATE OF a;

            -- Again behind the locks: the same key may have been posted while we waited.
            SELECT j.id, j.request_hash INTO transfer_id, v_hash FROM ledger_journal j WHERE j.key = p_key;
            IF FOUND THEN
                outcome := CASE WHEN v_hash = p_hash THEN 1 ELSE 2 END;
                RETURN;
            END IF;

            IF p_hold IS NOT NULL THEN
                SELECT h.* INTO v_hold FROM ledger_holds h WHERE h.id = p_hold FOR UPDATE;
                IF NOT FOUND THEN
                    outcome := 4;
                    RETURN;
                END IF;
                IF v_hold.state <> 0 OR v_hold.expires_at <= p_at THEN
                    outcome := 5;
                    short_available := v_hold.state;
                    RETURN;
                END IF;
                SELECT coalesce(sum(-e.amount), 0) INTO v_captured
                FROM unnest(p_codes, p_assets, p_amounts) AS e(code, asset, amount)
                JOIN ledger_accounts a ON a.code = e.code AND a.asset = e.asset
                WHERE a.id = v_hold.account_id;
                IF v_captured <= 0 OR v_captured > v_hold.amount THEN
                    outcome := 6;
                    RETURN;
                END IF;
            END IF;

            SELECT a.code, a.asset, a.balance - a.held + CASE WHEN a.id = v_hold.account_id THEN v_hold.amount ELSE 0 END AS free, -e.amount AS wanted,
                   abs(a.balance::numeric + e.amount) > p_limit AS out_of_range
            INTO v_short
            FROM unnest(p_codes, p_assets, p_amounts) AS e(code, asset, amount)
            JOIN ledger_accounts a ON a.code = e.code AND a.asset = e.asset
            WHERE abs(a.balance::numeric + e.amount) > p_limit
               OR (e.amount < 0 AND a.balance - a.held + CASE WHEN a.id = v_hold.account_id THEN v_hold.amount ELSE 0 END + e.amount < a.floor)
            ORDER BY a.id LIMIT 1;
            IF FOUND THEN
                outcome := CASE WHEN v_short.out_of_range THEN 7 ELSE 3 END;
                short_account := v_short.code;
                short_asset := v_short.asset;
                short_available := v_short.free;
                short_needed := v_short.wanted;
                RETURN;
            END IF;

            INSERT INTO ledger_journal (key, request_hash, kind, reference, posted_at)
            VALUES (p_key, p_hash, p_kind, p_reference, p_at)
            ON CONFLICT (key) DO NOTHING RETURNING id INTO transfer_id;
            IF NOT FOUND THEN
                -- The same key on other accounts, so that no lock of ours stood between.
                SELECT j.id, CASE WHEN j.request_hash = p_hash THEN 1 ELSE 2 END INTO transfer_id, outcome FROM ledger_journal j WHERE j.key = p_key;
                RETURN;
            END IF;

            IF p_hold IS NOT NULL THEN
                UPDATE ledger_holds SET state = 1, captured = v_captured WHERE id = p_hold;
                UPDATE ledger_accounts a SET held = a.held - v_hold.amount,
                       balance = a.balance - v_captured, version = a.version + 1
                WHERE a.id = v_hold.account_id;
                INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
                SELECT a.id, a.version, transfer_id, -v_captured, a.balance FROM ledger_accounts a WHERE a.id = v_hold.account_id;
            END IF;

            WITH moved AS (
                UPDATE ledger_accounts a SET balance = a.balance + e.amount, version = a.version + 1
                FROM unnest(p_codes, p_assets, p_amounts) AS e(code, asset, amount)
                WHERE a.code = e.code AND a.asset = e.asset AND a.id IS DISTINCT FROM v_hold.account_id
                RETURNING a.id, a.version, e.amount, a.balance)
            INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
            SELECT m.id, m.version, transfer_id, m.amount, m.balance FROM moved m;
            outcome := 0;
        END $$;
        """;

    public static readonly string[] All = [Immutability, Post];
}
