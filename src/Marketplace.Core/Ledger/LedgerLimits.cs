namespace Marketplace.Ledger;

internal static class LedgerLimits
{
    /// <summary>
    /// No balance passes this in either direction. It is below half of what 64 bits hold, so that no sum of a balance, a hold and an amount
    /// can overflow: PostgreSQL would throw, and SQLite would silently continue with floating point.
    /// </summary>
    public const long LargestBalance = 4_000_000_000_000_000_000;

    public const int LongestCode = 100;
    public const int LongestKey = 200;
}
