-- Posts one transfer of two sides that captures nothing, reverses nothing and meets no shared account: what ledger_post does for any number of any kind,
-- in statements of scalars, which cost the server half as much. The accounts come in the order in which everybody locks (code, asset); p_second_first says
-- that the transfer names the second one first, for the first side that fails is the one that is named. The outcomes are those of ledger_post.
CREATE FUNCTION ledger_post_pair(
    p_at timestamptz, p_limit bigint, p_key text, p_hash bytea, p_kind text, p_reference text, p_second_first boolean,
    p_code_1 text, p_asset_1 text, p_floor_1 bigint, p_amount_1 bigint,
    p_code_2 text, p_asset_2 text, p_floor_2 bigint, p_amount_2 bigint,
    OUT outcome int, OUT posted bigint, OUT short int, OUT free bigint, OUT needed bigint) LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
    -- From here on this transaction is known as running: numbers of the journal that it takes below hold back the seal over them.
    v_transaction xid8 := pg_current_xact_id();
    v_first ledger_accounts%ROWTYPE;
    v_second ledger_accounts%ROWTYPE;
    v_fault_1 int;
    v_fault_2 int;
    v_same boolean;
BEGIN
    FOR attempt IN 1..2 LOOP
        SELECT a.* INTO v_first FROM ledger_accounts a WHERE a.code = p_code_1 AND a.asset = p_asset_1 FOR NO KEY UPDATE;
        SELECT a.* INTO v_second FROM ledger_accounts a WHERE a.code = p_code_2 AND a.asset = p_asset_2 FOR NO KEY UPDATE;
        EXIT WHEN v_first.id IS NOT NULL AND v_second.id IS NOT NULL;
        INSERT INTO ledger_accounts (code, asset, balance, held, floor, version) VALUES (p_code_1, p_asset_1, 0, 0, p_floor_1, 0) ON CONFLICT (code, asset) DO NOTHING;
        INSERT INTO ledger_accounts (code, asset, balance, held, floor, version) VALUES (p_code_2, p_asset_2, 0, 0, p_floor_2, 0) ON CONFLICT (code, asset) DO NOTHING;
    END LOOP;

    v_fault_1 := CASE
        WHEN abs(v_first.balance + p_amount_1) > p_limit THEN 7
        WHEN p_amount_1 < 0 AND v_first.balance - v_first.held + p_amount_1 < v_first.floor THEN 3 END;
    v_fault_2 := CASE
        WHEN abs(v_second.balance + p_amount_2) > p_limit THEN 7
        WHEN p_amount_2 < 0 AND v_second.balance - v_second.held + p_amount_2 < v_second.floor THEN 3 END;

    IF v_fault_1 IS NULL AND v_fault_2 IS NULL THEN
        -- Whoever posts the same key at this moment on other accounts is waited for here.
        INSERT INTO ledger_journal (key, request_hash, kind, reference, posted_at) VALUES (p_key, p_hash, p_kind, p_reference, p_at)
        ON CONFLICT (key) DO NOTHING RETURNING id INTO posted;
        IF posted IS NOT NULL THEN
            UPDATE ledger_accounts SET balance = balance + p_amount_1, version = version + 1 WHERE id = v_first.id;
            UPDATE ledger_accounts SET balance = balance + p_amount_2, version = version + 1 WHERE id = v_second.id;
            INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after)
            VALUES (v_first.id, v_first.version + 1, posted, p_amount_1, v_first.balance + p_amount_1),
                   (v_second.id, v_second.version + 1, posted, p_amount_2, v_second.balance + p_amount_2);
            outcome := 0;
            RETURN;
        END IF;
    END IF;

    -- Behind the locks: the same key may have been posted long ago or while we waited, and is answered as it was then.
    SELECT j.id, j.request_hash = p_hash INTO posted, v_same FROM ledger_journal j WHERE j.key = p_key;
    IF FOUND THEN
        outcome := CASE WHEN v_same THEN 1 ELSE 2 END;
    ELSIF v_fault_2 IS NULL OR (v_fault_1 IS NOT NULL AND NOT p_second_first) THEN
        outcome := v_fault_1;
        short := 1;
        free := v_first.balance - v_first.held;
        needed := -p_amount_1;
    ELSE
        outcome := v_fault_2;
        short := 2;
        free := v_second.balance - v_second.held;
        needed := -p_amount_2;
    END IF;
END $$;
