-- Reserves funds. The condition and the change are one statement: no two reservations can both see the same money. The outcomes: 0 held now, 1 held
-- before under this id, 2 id of another hold, 3 insufficient funds.
CREATE FUNCTION ledger_hold(
    p_id uuid, p_code text, p_asset text, p_amount bigint, p_reference text, p_at timestamptz, p_expires timestamptz,
    OUT outcome int, OUT free bigint) LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_account bigint;
    v_hold ledger_holds%ROWTYPE;
BEGIN
    SELECT a.id, a.balance - a.held + coalesce((SELECT sum(t.amount) FROM ledger_tail t WHERE t.account_id = a.id), 0)
    INTO v_account, free FROM ledger_accounts a WHERE a.code = p_code AND a.asset = p_asset;
    SELECT h.* INTO v_hold FROM ledger_holds h WHERE h.id = p_id;
    IF FOUND THEN
        outcome := CASE WHEN v_hold.amount = p_amount AND v_hold.account_id = v_account THEN 1 ELSE 2 END;
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM ledger_tail t WHERE t.account_id = v_account) THEN
        PERFORM ledger_roll_up(v_account);
    END IF;
    -- A refused posting may have made the account in passing: without an entry it is not there yet.
    UPDATE ledger_accounts a SET held = a.held + p_amount
    WHERE a.id = v_account AND a.version > 0 AND a.balance - a.held - p_amount >= a.floor
    RETURNING a.balance - a.held INTO free;
    IF FOUND THEN
        INSERT INTO ledger_holds (id, account_id, amount, captured, state, reference, placed_at, expires_at)
        VALUES (p_id, v_account, p_amount, 0, 0, p_reference, p_at, p_expires);
        outcome := 0;
        RETURN;
    END IF;
    SELECT a.balance - a.held INTO free FROM ledger_accounts a WHERE a.id = v_account;
    free := coalesce(free, 0);
    outcome := 3;
END $$;
