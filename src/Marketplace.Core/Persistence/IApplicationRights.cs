namespace Marketplace.Persistence;

/// <summary>
/// Tables of a module whose rows the application may not simply write, and what it may do with them instead, where the database knows roles. A module
/// without this contribution lets the application read and write all of its rows.
/// </summary>
public interface IApplicationRights
{
    /// <summary>The tables this is about.</summary>
    IReadOnlyCollection<string> Tables { get; }

    /// <summary>What is granted, as it stands between GRANT and TO: <c>SELECT ON ledger_accounts</c>.</summary>
    IReadOnlyCollection<string> Rights { get; }
}
