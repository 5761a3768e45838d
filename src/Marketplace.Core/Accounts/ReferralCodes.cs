using System.Security.Cryptography;

namespace Marketplace.Accounts;

/// <summary>Codes for invitation links: 40 bits that can not be guessed in number, in letters that can be read aloud.</summary>
internal static class ReferralCodes
{
    public const int Length = 8;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Next() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static bool IsWellFormed(string? code) => code?.Length == Length && code.All(Alphabet.Contains);
}
