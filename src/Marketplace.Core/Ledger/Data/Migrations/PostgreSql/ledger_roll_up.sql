-- Turns what was appended to an account into history. The caller holds the lock on the account's row.
CREATE FUNCTION ledger_roll_up(p_account bigint) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
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
END $$;
