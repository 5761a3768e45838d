-- Ends a hold without moving money: the account is locked before the hold, as a capture does. The answer is the state the hold was in, or null where
-- there is none.
CREATE FUNCTION ledger_release(p_id uuid) RETURNS int LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
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
END $$;
