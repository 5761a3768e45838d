-- Posts transfers, one after the other in their order, each accepted or refused by itself. The accounts come in ascending order of code and asset and
-- are locked in it: first those whose row is needed (p_locked of them), then, without a lock, those whose entries are only appended; so no two postings
-- wait for each other in a circle. A side names its transfer and its account by their places; the sides of transfer t begin at p_first[t]. The outcomes:
-- 0 posted now, 1 posted before under this key, 2 key of another transfer, 3 insufficient funds, 4 hold unknown, 5 hold not open (its state in free), 6
-- hold too small, 7 balance out of range, 8 reversed before (by transfer).
--
-- The settings, here and in its sisters: the tables grow while plans are kept: in the first minutes a plan made for empty tables would read them from
-- end to end with every posting. Every row here is found by a unique index, which is right at any size: so nothing else is allowed (LATERAL and OFFSET 0
-- keep a join from being turned round), and one plan is right for every call. Left to itself the server takes a plan made for the very arrays of the
-- call to be cheaper and makes one each time, which costs three times what the posting does. unnest gives its rows in their order: that of the locks.
CREATE FUNCTION ledger_post(
    p_at timestamptz, p_limit bigint,
    p_keys text[], p_hashes bytea[], p_kinds text[], p_references text[], p_holds uuid[], p_reverses bigint[], p_first int[],
    p_transfers int[], p_sides int[], p_amounts bigint[],
    p_locked int, p_codes text[], p_assets text[], p_floors bigint[], p_shared boolean[],
    OUT outcomes int[], OUT posted bigint[], OUT short int[], OUT free bigint[], OUT needed bigint[]) LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    -- From here on this transaction is known as running: numbers of the journal that it takes below hold back the seal over them.
    v_transaction xid8 := pg_current_xact_id();
    v_nothing bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_keys)]);
    v_ids bigint[];
    v_balances bigint[];
    v_helds bigint[];
    v_floors bigint[];
    v_versions bigint[];
    v_appended_ids bigint[];
    v_appended_balances bigint[];
    v_hold_accounts bigint[] := v_nothing;
    v_hold_amounts bigint[] := v_nothing;
    v_captured bigint[] := v_nothing;
    v_side_versions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_sides)]);
    v_side_balances bigint[] := v_side_versions;
    v_places int[];
    v_known bigint[];
    v_same boolean[];
    v_row record;
    v_account int;
    v_amount bigint;
    v_available bigint;
    v_any boolean := false;
BEGIN
    outcomes := array_fill(NULL::int, ARRAY[cardinality(p_keys)]);
    posted := v_nothing;
    short := outcomes;
    free := v_nothing;
    needed := v_nothing;

    FOR attempt IN 1..2 LOOP
        SELECT array_agg(l.id), array_agg(l.balance), array_agg(l.held), array_agg(l.floor), array_agg(l.version)
        INTO v_ids, v_balances, v_helds, v_floors, v_versions
        FROM unnest(p_codes[:p_locked], p_assets[:p_locked]) AS n(code, asset)
        CROSS JOIN LATERAL (SELECT a.* FROM ledger_accounts a WHERE a.code = n.code AND a.asset = n.asset FOR NO KEY UPDATE) l;
        IF p_locked < cardinality(p_codes) THEN
            SELECT array_agg(l.id), array_agg(l.balance) INTO v_appended_ids, v_appended_balances
            FROM unnest(p_codes[p_locked + 1:], p_assets[p_locked + 1:]) AS n(code, asset)
            CROSS JOIN LATERAL (SELECT a.* FROM ledger_accounts a WHERE a.code = n.code AND a.asset = n.asset OFFSET 0) l;
            v_ids := coalesce(v_ids, ARRAY[]::bigint[]) || v_appended_ids;
            v_balances := coalesce(v_balances, ARRAY[]::bigint[]) || v_appended_balances;
        END IF;
        EXIT WHEN cardinality(v_ids) = cardinality(p_codes);
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
    SELECT array_agg(n.place), array_agg(j.id), array_agg(j.request_hash = n.hash) INTO v_places, v_known, v_same
    FROM unnest(p_keys, p_hashes) WITH ORDINALITY AS n(key, hash, place)
    CROSS JOIN LATERAL (SELECT l.* FROM ledger_journal l WHERE l.key = n.key OFFSET 0) j;
    FOR i IN 1..coalesce(cardinality(v_places), 0) LOOP
        outcomes[v_places[i]] := CASE WHEN v_same[i] THEN 1 ELSE 2 END;
        posted[v_places[i]] := v_known[i];
    END LOOP;

    IF p_reverses IS NOT NULL THEN
        FOR v_row IN
            SELECT n.place::int AS place, j.id
            FROM unnest(p_reverses) WITH ORDINALITY AS n(id, place)
            CROSS JOIN LATERAL (SELECT l.* FROM ledger_journal l WHERE l.reverses = n.id OFFSET 0) j
        LOOP
            IF outcomes[v_row.place] IS NULL THEN
                outcomes[v_row.place] := 8;
                posted[v_row.place] := v_row.id;
            END IF;
        END LOOP;
    END IF;

    IF p_holds IS NOT NULL THEN
        -- A hold changes only behind the lock on its account: one that is not among ours is refused below.
        FOR v_row IN
            SELECT n.place::int AS place, h.account_id, h.amount, h.state, coalesce(h.expires_at <= p_at, false) AS expired
            FROM unnest(p_holds) WITH ORDINALITY AS n(id, place)
            LEFT JOIN LATERAL (SELECT l.* FROM ledger_holds l WHERE l.id = n.id OFFSET 0) h ON true
            WHERE n.id IS NOT NULL
        LOOP
            IF outcomes[v_row.place] IS NOT NULL THEN
                CONTINUE;
            ELSIF v_row.state IS NULL THEN
                outcomes[v_row.place] := 4;
            ELSIF v_row.state <> 0 OR v_row.expired THEN
                outcomes[v_row.place] := 5;
                free[v_row.place] := v_row.state;
            ELSE
                v_hold_accounts[v_row.place] := v_row.account_id;
                v_hold_amounts[v_row.place] := v_row.amount;
            END IF;
        END LOOP;
    END IF;

    FOR t IN 1..cardinality(p_keys) LOOP
        CONTINUE WHEN outcomes[t] IS NOT NULL;
        IF v_hold_accounts[t] IS NOT NULL THEN
            outcomes[t] := 6;
            FOR side IN p_first[t]..p_first[t + 1] - 1 LOOP
                IF v_ids[p_sides[side]] = v_hold_accounts[t] AND p_sides[side] <= p_locked
                   AND p_amounts[side] < 0 AND -p_amounts[side] <= v_hold_amounts[t] THEN
                    outcomes[t] := NULL;
                    v_captured[t] := -p_amounts[side];
                END IF;
            END LOOP;
            CONTINUE WHEN outcomes[t] IS NOT NULL;
        END IF;

        FOR side IN p_first[t]..p_first[t + 1] - 1 LOOP
            v_account := p_sides[side];
            v_amount := p_amounts[side];
            IF abs(v_balances[v_account] + v_amount) > p_limit THEN
                outcomes[t] := 7;
                short[t] := v_account;
                EXIT;
            ELSIF v_amount < 0 AND v_account <= p_locked THEN
                v_available := v_balances[v_account] - v_helds[v_account];
                IF v_ids[v_account] = v_hold_accounts[t] THEN
                    v_available := v_available + v_hold_amounts[t];
                END IF;
                IF v_available + v_amount < v_floors[v_account] THEN
                    outcomes[t] := 3;
                    short[t] := v_account;
                    free[t] := v_available;
                    needed[t] := -v_amount;
                    EXIT;
                END IF;
            END IF;
        END LOOP;
        CONTINUE WHEN outcomes[t] IS NOT NULL;

        v_any := true;
        outcomes[t] := 0;
        posted[t] := nextval('ledger_journal_id_seq');
        FOR side IN p_first[t]..p_first[t + 1] - 1 LOOP
            v_account := p_sides[side];
            IF v_account <= p_locked THEN
                v_balances[v_account] := v_balances[v_account] + p_amounts[side];
                v_versions[v_account] := v_versions[v_account] + 1;
                v_side_balances[side] := v_balances[v_account];
                v_side_versions[side] := v_versions[v_account];
                IF v_ids[v_account] = v_hold_accounts[t] THEN
                    v_helds[v_account] := v_helds[v_account] - v_hold_amounts[t];
                END IF;
            END IF;
        END LOOP;
    END LOOP;

    IF v_any THEN
        WITH transfers AS (
            INSERT INTO ledger_journal (id, key, request_hash, kind, reference, posted_at, reverses)
            SELECT n.id, n.key, n.hash, n.kind, n.reference, p_at, n.reverses
            FROM unnest(posted, outcomes, p_keys, p_hashes, p_kinds, p_references, p_reverses) AS n(id, outcome, key, hash, kind, reference, reverses)
            WHERE n.outcome = 0),
        accounts AS (
            UPDATE ledger_accounts a SET balance = n.balance, held = n.held, version = n.version
            FROM unnest(v_ids[:p_locked], v_balances[:p_locked], v_helds, v_versions) AS n(id, balance, held, version)
            WHERE a.id = n.id AND a.id = ANY (v_ids[:p_locked]) AND a.version <> n.version)
        INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
        SELECT v_ids[n.account], n.version, posted[n.transfer], n.amount, n.balance
        FROM unnest(p_sides, p_amounts, v_side_versions, v_side_balances, p_transfers) AS n(account, amount, version, balance, transfer)
        WHERE n.version IS NOT NULL;

        IF p_locked < cardinality(p_codes) THEN
            INSERT INTO ledger_tail (account_id, journal_id, amount)
            SELECT v_ids[n.account], posted[n.transfer], n.amount
            FROM unnest(p_sides, p_amounts, p_transfers) AS n(account, amount, transfer)
            WHERE n.account > p_locked AND outcomes[n.transfer] = 0;
        END IF;

        IF p_holds IS NOT NULL THEN
            UPDATE ledger_holds h SET state = 1, captured = n.captured
            FROM unnest(p_holds, v_captured, outcomes) AS n(id, captured, outcome)
            WHERE h.id = n.id AND h.id = ANY (p_holds) AND n.outcome = 0;
        END IF;
    END IF;
END $$;
