namespace Marketplace.Ledger.Data.Migrations;

/// <summary>
/// The functions through which money moves on PostgreSQL: one round trip each. They run with the rights of their owner, so that the role the
/// application connects as needs no right to write these tables.
/// </summary>
internal static class PostgreSqlFunctions
{
    /// <summary>
    /// The tables grow while plans are kept: in the first minutes a plan made for empty tables would read them from end to end with every posting.
    /// Every join here is by a unique index, so a nested loop is right at any size.
    /// </summary>
    private const string Settings =
        """
        SECURITY DEFINER
        SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
        """;

    /// <summary>The earlier form posted one transfer and held the row of every account.</summary>
    private const string DropEarlier = "DROP FUNCTION IF EXISTS ledger_post(text, bytea, text, text, timestamptz, text[], text[], bigint[], bigint[], uuid, bigint)";

    /// <summary>Turns what was appended to an account into history. The caller holds the lock on the account's row.</summary>
    private const string RollUp =
        $"""
        CREATE FUNCTION ledger_roll_up(p_account bigint) RETURNS bigint LANGUAGE plpgsql {Settings} AS $$
        DECLARE
            v_account ledger_accounts%ROWTYPE;
            v_rows bigint;
            v_sum bigint;
        BEGIN
            SELECT a.* INTO v_account FROM ledger_accounts a WHERE a.id = p_account FOR NO KEY UPDATE;
            WITH taken AS (
                DELETE FROM ledger_tail t WHERE t.account_id = p_account RETURNING t.id, t.journal_id, t.amount),
            history AS (
                INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
                SELECT p_account, v_account.version + row_number() OVER (ORDER BY t.id), t.journal_id, t.amount,
                       v_account.balance + sum(t.amount) OVER (ORDER BY t.id)
                FROM taken t RETURNING amount)
            SELECT count(*), coalesce(sum(h.amount), 0) INTO v_rows, v_sum FROM history h;
            IF v_rows > 0 THEN
                UPDATE ledger_accounts SET balance = balance + v_sum, version = version + v_rows WHERE id = p_account;
            END IF;
            RETURN v_rows;
        END $$
        """;

    /// <summary>
    /// Posts transfers, one after the other in their order, each accepted or refused by itself. The accounts come in ascending order of code and asset and are
    /// locked in it: first those whose row is needed (<c>p_locked</c> of them), then, without a lock, those whose entries are only appended; so no two postings wait
    /// for each other in a circle. A side names its transfer and its account by their places; the sides of transfer t begin at <c>p_first[t]</c>.
    /// The outcomes: 0 posted now, 1 posted before under this key, 2 key of another transfer, 3 insufficient funds, 4 hold unknown, 5 hold not open (its state in
    /// <c>free</c>), 6 hold too small, 7 balance out of range, 8 reversed before (by <c>transfer</c>).
    /// </summary>
    private const string Post =
        $"""
        CREATE FUNCTION ledger_post(
            p_at timestamptz, p_limit bigint,
            p_keys text[], p_hashes bytea[], p_kinds text[], p_references text[], p_holds uuid[], p_reverses bigint[], p_first int[],
            p_transfers int[], p_sides int[], p_amounts bigint[],
            p_locked int, p_codes text[], p_assets text[], p_floors bigint[], p_shared boolean[])
        RETURNS TABLE (outcome int, transfer bigint, short int, free bigint, needed bigint) LANGUAGE plpgsql {Settings} AS $$
        DECLARE
            v_transfers int := cardinality(p_keys);
            v_accounts int := cardinality(p_codes);
            v_ids bigint[];
            v_balances bigint[];
            v_helds bigint[];
            v_versions bigint[];
            v_appended_ids bigint[];
            v_appended_balances bigint[];
            v_outcomes int[] := array_fill(NULL::int, ARRAY[v_transfers]);
            v_posted bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_short int[] := array_fill(NULL::int, ARRAY[v_transfers]);
            v_free bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_needed bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_hold_accounts bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_hold_amounts bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_captured bigint[] := array_fill(NULL::bigint, ARRAY[v_transfers]);
            v_side_versions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_sides)]);
            v_side_balances bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_sides)]);
            v_row record;
            v_side int;
            v_account int;
            v_amount bigint;
            v_released bigint;
            v_any boolean := false;
        BEGIN
            FOR attempt IN 1..2 LOOP
                SELECT array_agg(l.id), array_agg(l.balance), array_agg(l.held), array_agg(l.version)
                INTO v_ids, v_balances, v_helds, v_versions
                FROM (SELECT a.id, a.balance, a.held, a.version
                      FROM unnest(p_codes[:p_locked], p_assets[:p_locked]) WITH ORDINALITY AS n(code, asset, place)
                      JOIN ledger_accounts a ON a.code = n.code AND a.asset = n.asset
                      ORDER BY n.place FOR NO KEY UPDATE OF a) l;
                IF p_locked < v_accounts THEN
                    SELECT array_agg(l.id), array_agg(l.balance) INTO v_appended_ids, v_appended_balances
                    FROM (SELECT a.id, a.balance
                          FROM unnest(p_codes[p_locked + 1:], p_assets[p_locked + 1:]) WITH ORDINALITY AS n(code, asset, place)
                          JOIN ledger_accounts a ON a.code = n.code AND a.asset = n.asset
                          ORDER BY n.place) l;
                    v_ids := coalesce(v_ids, ARRAY[]::bigint[]) || v_appended_ids;
                    v_balances := coalesce(v_balances, ARRAY[]::bigint[]) || v_appended_balances;
                END IF;
                EXIT WHEN cardinality(v_ids) = v_accounts;
                INSERT INTO ledger_accounts (code, asset, balance, held, floor, version)
                SELECT n.code, n.asset, 0, 0, n.floor, 0
                FROM unnest(p_codes, p_assets, p_floors) AS n(code, asset, floor)
                ORDER BY n.code COLLATE "C", n.asset COLLATE "C"
                ON CONFLICT (code, asset) DO NOTHING;
            END LOOP;

            FOR account IN 1..p_locked LOOP
                IF p_shared[account] AND ledger_roll_up(v_ids[account]) > 0 THEN
                    SELECT a.balance, a.version INTO v_row FROM ledger_accounts a WHERE a.id = v_ids[account];
                    v_balances[account] := v_row.balance;
                    v_versions[account] := v_row.version;
                END IF;
            END LOOP;

            -- Behind the locks: the same key may have been posted while we waited.
            FOR v_row IN
                SELECT n.place::int AS place, j.id, j.request_hash = n.hash AS same
                FROM unnest(p_keys, p_hashes) WITH ORDINALITY AS n(key, hash, place) JOIN ledger_journal j ON j.key = n.key
            LOOP
                v_outcomes[v_row.place] := CASE WHEN v_row.same THEN 1 ELSE 2 END;
                v_posted[v_row.place] := v_row.id;
            END LOOP;

            IF p_reverses IS NOT NULL THEN
                FOR v_row IN
                    SELECT n.place::int AS place, j.id
                    FROM unnest(p_reverses) WITH ORDINALITY AS n(id, place) JOIN ledger_journal j ON j.reverses = n.id
                LOOP
                    IF v_outcomes[v_row.place] IS NULL THEN
                        v_outcomes[v_row.place] := 8;
                        v_posted[v_row.place] := v_row.id;
                    END IF;
                END LOOP;
            END IF;

            IF p_holds IS NOT NULL THEN
                -- A hold changes only behind the lock on its account: one that is not among ours is refused below.
                FOR v_row IN
                    SELECT n.place::int AS place, h.account_id, h.amount, h.state, coalesce(h.expires_at <= p_at, false) AS expired
                    FROM unnest(p_holds) WITH ORDINALITY AS n(id, place) LEFT JOIN ledger_holds h ON h.id = n.id
                    WHERE n.id IS NOT NULL
                LOOP
                    IF v_outcomes[v_row.place] IS NOT NULL THEN
                        CONTINUE;
                    ELSIF v_row.state IS NULL THEN
                        v_outcomes[v_row.place] := 4;
                    ELSIF v_row.state <> 0 OR v_row.expired THEN
                        v_outcomes[v_row.place] := 5;
                        v_free[v_row.place] := v_row.state;
                    ELSE
                        v_hold_accounts[v_row.place] := v_row.account_id;
                        v_hold_amounts[v_row.place] := v_row.amount;
                    END IF;
                END LOOP;
            END IF;

            FOR t IN 1..v_transfers LOOP
                CONTINUE WHEN v_outcomes[t] IS NOT NULL;
                IF v_hold_accounts[t] IS NOT NULL THEN
                    v_outcomes[t] := 6;
                    FOR v_side IN p_first[t]..p_first[t + 1] - 1 LOOP
                        IF v_ids[p_sides[v_side]] = v_hold_accounts[t] AND p_sides[v_side] <= p_locked
                           AND p_amounts[v_side] < 0 AND -p_amounts[v_side] <= v_hold_amounts[t] THEN
                            v_outcomes[t] := NULL;
                            v_captured[t] := -p_amounts[v_side];
                        END IF;
                    END LOOP;
                    CONTINUE WHEN v_outcomes[t] IS NOT NULL;
                END IF;

                FOR v_side IN p_first[t]..p_first[t + 1] - 1 LOOP
                    v_account := p_sides[v_side];
                    v_amount := p_amounts[v_side];
                    IF abs(v_balances[v_account] + v_amount) > p_limit THEN
                        v_outcomes[t] := 7;
                        v_short[t] := v_account;
                        EXIT;
                    ELSIF v_amount < 0 AND v_account <= p_locked THEN
                        v_released := CASE WHEN v_ids[v_account] = v_hold_accounts[t] THEN v_hold_amounts[t] ELSE 0 END;
                        IF v_balances[v_account] - v_helds[v_account] + v_released + v_amount < p_floors[v_account] THEN
                            v_outcomes[t] := 3;
                            v_short[t] := v_account;
                            v_free[t] := v_balances[v_account] - v_helds[v_account] + v_released;
                            v_needed[t] := -v_amount;
                            EXIT;
                        END IF;
                    END IF;
                END LOOP;
                CONTINUE WHEN v_outcomes[t] IS NOT NULL;

                v_outcomes[t] := 0;
                v_any := true;
                v_posted[t] := nextval('ledger_journal_id_seq');
                FOR v_side IN p_first[t]..p_first[t + 1] - 1 LOOP
                    v_account := p_sides[v_side];
                    IF v_account <= p_locked THEN
                        v_balances[v_account] := v_balances[v_account] + p_amounts[v_side];
                        v_versions[v_account] := v_versions[v_account] + 1;
                        v_side_versions[v_side] := v_versions[v_account];
                        v_side_balances[v_side] := v_balances[v_account];
                        IF v_ids[v_account] = v_hold_accounts[t] THEN
                            v_helds[v_account] := v_helds[v_account] - v_hold_amounts[t];
                        END IF;
                    END IF;
                END LOOP;
            END LOOP;

            IF v_any THEN
                INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at, reverses)
                SELECT n.id, n.key, n.hash, n.kind, n.reference, p_at, n.reverses
                FROM unnest(v_posted, v_outcomes, p_keys, p_hashes, p_kinds, p_references, p_reverses)
                    AS n(id, outcome, key, hash, kind, reference, reverses)
                WHERE n.outcome = 0;

                UPDATE ledger_accounts a SET balance = n.balance, held = n.held, version = n.version
                FROM unnest(v_ids[:p_locked], v_balances[:p_locked], v_helds, v_versions) AS n(id, balance, held, version)
                WHERE a.id = n.id AND a.version <> n.version;

                INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
                SELECT v_ids[n.account], n.version, v_posted[n.transfer], n.amount, n.balance
                FROM unnest(p_sides, p_amounts, v_side_versions, v_side_balances, p_transfers) AS n(account, amount, version, balance, transfer)
                WHERE n.version IS NOT NULL;

                IF p_locked < v_accounts THEN
                    INSERT INTO ledger_tail (account_id, journal_id, amount)
                    SELECT v_ids[n.account], v_posted[n.transfer], n.amount
                    FROM unnest(p_sides, p_amounts, p_transfers) AS n(account, amount, transfer)
                    WHERE n.account > p_locked AND v_outcomes[n.transfer] = 0;
                END IF;

                IF p_holds IS NOT NULL THEN
                    UPDATE ledger_holds h SET state = 1, captured = n.captured
                    FROM unnest(p_holds, v_captured, v_outcomes) AS n(id, captured, outcome)
                    WHERE h.id = n.id AND n.outcome = 0;
                END IF;
            END IF;

            RETURN QUERY SELECT * FROM unnest(v_outcomes, v_posted, v_short, v_free, v_needed);
        END $$
        """;

    /// <summary>
    /// Reserves funds, behind the lock on the account: no two reservations can both see the same money, and a repetition that had to wait sees the first.
    /// The outcomes: 0 held now, 1 held before under this id, 2 id of another hold, 3 insufficient funds.
    /// </summary>
    private const string Hold =
        $"""
        CREATE FUNCTION ledger_hold(
            p_id uuid, p_code text, p_asset text, p_amount bigint, p_reference text, p_at timestamptz, p_expires timestamptz,
            OUT outcome int, OUT free bigint) LANGUAGE plpgsql {Settings} AS $$
        DECLARE
            v_account bigint;
            v_hold ledger_holds%ROWTYPE;
        BEGIN
            SELECT a.id INTO v_account FROM ledger_accounts a WHERE a.code = p_code AND a.asset = p_asset FOR NO KEY UPDATE;
            IF EXISTS (SELECT FROM ledger_tail t WHERE t.account_id = v_account) THEN
                PERFORM ledger_roll_up(v_account);
            END IF;
            SELECT a.balance - a.held INTO free FROM ledger_accounts a WHERE a.id = v_account;
            free := coalesce(free, 0);

            SELECT h.* INTO v_hold FROM ledger_holds h WHERE h.id = p_id;
            IF FOUND THEN
                outcome := CASE WHEN v_hold.amount = p_amount AND v_hold.account_id = v_account THEN 1 ELSE 2 END;
                RETURN;
            END IF;

            -- A refused posting may have made the account in passing: without an entry it is not there yet.
            UPDATE ledger_accounts a SET held = a.held + p_amount
            WHERE a.id = v_account AND a.version > 0 AND a.balance - a.held - p_amount >= a.floor;
            IF FOUND THEN
                INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at, expires_at)
                VALUES (p_id, v_account, p_amount, 0, 0, p_reference, p_at, p_expires);
                outcome := 0;
                free := free - p_amount;
            ELSE
                outcome := 3;
            END IF;
        END $$
        """;

    /// <summary>
    /// Ends a hold without moving money: the account is locked before the hold, as a capture does. The answer is the state the hold was in, or null where there is none.
    /// </summary>
    private const string Release =
        $"""
        CREATE FUNCTION ledger_release(p_id uuid) RETURNS int LANGUAGE plpgsql {Settings} AS $$
        DECLARE
            v_hold ledger_holds%ROWTYPE;
        BEGIN
            PERFORM FROM ledger_accounts a WHERE a.id = (SELECT h.account_id FROM ledger_holds h WHERE h.id = p_id) FOR NO KEY UPDATE;
            SELECT h.* INTO v_hold FROM ledger_holds h WHERE h.id = p_id;
            IF v_hold.state = 0 THEN
                UPDATE ledger_holds SET state = 2 WHERE id = p_id;
                UPDATE ledger_accounts SET held = held - v_hold.amount WHERE id = v_hold.account_id;
            END IF;
            RETURN v_hold.state;
        END $$
        """;

    /// <summary>
    /// Nobody may call them unasked, and none looks for its tables anywhere but here: a temporary table of the caller's would else come first.
    /// </summary>
    private const string Close =
        """
        DO $$
        DECLARE
            v_function text;
        BEGIN
            FOR v_function IN
                SELECT p.oid::regprocedure::text FROM pg_proc p
                WHERE p.pronamespace = current_schema()::regnamespace AND p.proname IN ('ledger_roll_up', 'ledger_post', 'ledger_hold', 'ledger_release')
            LOOP
                EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', v_function, current_schema());
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_function);
            END LOOP;
        END $$
        """;

    public static readonly string[] All = [DropEarlier, RollUp, Post, Hold, Release, Close];
}
