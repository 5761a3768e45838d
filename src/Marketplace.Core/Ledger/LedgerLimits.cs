namespace Marketplace.Ledger;

internal static class LedgerLimits
{
    /// <summary>
    /// No balance passes this in either direction. It is below half of what 64 bits hold, so that no sum of a balance, a hold and an amount
    /// can overflow: PostgreSQL would throw, and SQLite would silently continue with floating point.
    /// </summary>
    public const long LargestBalance = 4_000_000_000_000_000_000;

    /// <summary>
    /// The floor of an account that may be overdrawn: below what <see cref="LargestBalance"/> lets it fall to, so that rolling up what was appended
    /// to it can not fail by a few entries that nobody held against the exact balance.
    /// </summary>
    public const long FloorOfOverdraft = -9_000_000_000_000_000_000;

    /// <summary>
    /// A larger amount locks even a shared account's row and is held against <see cref="LargestBalance"/> exactly; so what waits to be rolled up,
    /// about a second's worth, stays too small to matter.
    /// </summary>
    public const long LargestAppended = 10_000_000_000_000;

    public const int LongestCode = 100;
    public const int LongestKey = 200;
    public const int LongestKind = 60;
    public const int LongestReference = 200;

    public static bool IsCode(string? code)
    {
        if (code is not { Length: > 0 and <= LongestCode })
        {
            return false;
        }

        foreach (var sign in code)
        {
            if (!char.IsAsciiLetterLower(sign) && !char.IsAsciiDigit(sign) && sign is not (':' or '/' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
