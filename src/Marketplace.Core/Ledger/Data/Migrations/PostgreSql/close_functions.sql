-- Nobody may call them unasked, and none looks for its tables anywhere but here: a temporary table of the caller's would else come first.
DO $$
DECLARE
    v_function text;
BEGIN
    FOR v_function IN
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname IN ('ledger_roll_up', 'ledger_post', 'ledger_post_pair', 'ledger_hold', 'ledger_release')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', v_function, current_schema());
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_function);
    END LOOP;
END $$;
