-- Reserves funds, behind the lock on their account. The outcomes: 0 held now, 1 held before under this id, 2 id of another hold, 3 insufficient funds.
CREATE FUNCTION ledger_hold(
    p_id uuid, p_code text, p_asset text, p_amount bigint, p_reference text, p_at timestamptz, p_expires timestamptz,
    OUT outcome int, OUT free bigint) LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_account ledger_accounts%ROWTYPE;
    v_hold ledger_holds%ROWTYPE;
BEGIN
    SELECT a.* INTO v_account FROM ledger_accounts a WHERE a.code = p_code AND a.asset = p_asset FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM ledger_tail t WHERE t.account_id = v_account.id) THEN
        PERFORM ledger_roll_up(v_account.id);
        SELECT a.* INTO v_account FROM ledger_accounts a WHERE a.id = v_account.id;
    END IF;
    free := coalesce(v_account.balance - v_account.held, 0);

    -- Behind the lock: a repetition that waited for the first one answers like it.
    SELECT h.* INTO v_hold FROM ledger_holds h WHERE h.id = p_id;
    IF FOUND THEN
        outcome := CASE
            WHEN v_hold.account_id = v_account.id AND v_hold.amount = p_amount AND v_hold.reference = p_reference
                AND v_hold.expires_at IS NOT DISTINCT FROM p_expires THEN 1
            ELSE 2
        END;
    ELSIF v_account.version > 0 AND free - p_amount >= v_account.floor THEN
        UPDATE ledger_accounts SET held = held + p_amount WHERE id = v_account.id;
        INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at, expires_at)
        VALUES (p_id, v_account.id, p_amount, 0, 0, p_reference, p_at, p_expires);
        outcome := 0;
        free := free - p_amount;
    ELSE
        -- Without an entry the account is not there yet: a refused posting may have made it in passing.
        outcome := 3;
    END IF;
END $$;
