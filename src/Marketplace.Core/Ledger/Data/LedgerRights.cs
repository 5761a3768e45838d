using Marketplace.Persistence;

namespace Marketplace.Ledger.Data;

/// <summary>On PostgreSQL the application's own role reads the books and changes them by the posting functions only.</summary>
internal sealed class LedgerRights : IApplicationRights
{
    public IReadOnlyCollection<string> Tables { get; } =
        ["ledger_accounts", "ledger_journal", "ledger_entries", "ledger_tail", "ledger_holds", "ledger_seals"];

    public IReadOnlyCollection<string> Rights { get; } =
    [
        "SELECT ON ledger_accounts, ledger_journal, ledger_entries, ledger_tail, ledger_holds, ledger_seals",
        // A seal is a row of its own; that none is changed is the triggers' business, for every role.
        "INSERT ON ledger_seals",
        "SELECT ON SEQUENCE ledger_journal_id_seq",
        "EXECUTE ON FUNCTION ledger_post, ledger_post_pair, ledger_hold, ledger_release, ledger_roll_up",
    ];
}
