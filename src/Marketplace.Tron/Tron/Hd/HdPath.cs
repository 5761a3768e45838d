using System.Globalization;

namespace Marketplace.Tron;

/// <summary>Derivation paths of BIP-32 and BIP-44. TRON's coin number is 195 (SLIP-44).</summary>
public static class HdPath
{
    /// <summary>Added to an index to make it hardened: such children come from the private key only.</summary>
    public const uint Hardened = 0x8000_0000;

    /// <summary>The path of a whole account, <c>m/44'/195'/account'</c>. Its xpub derives every address below it without a secret.</summary>
    public static string Account(uint account = 0) => string.Create(CultureInfo.InvariantCulture, $"m/44'/195'/{account}'");

    /// <summary>The path of one address, <c>m/44'/195'/account'/change/index</c>.</summary>
    public static string Address(uint index, uint change = 0, uint account = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"m/44'/195'/{account}'/{change}/{index}");

    /// <summary>Reads <c>m/44'/195'/0'/0/7</c>; the apostrophe (or <c>h</c>) marks a hardened index.</summary>
    public static TronResult<IReadOnlyList<uint>> Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        if (parts[0] != "m")
        {
            return new TronError(TronErrorCodes.InvalidExtendedKey, "A path begins with m.");
        }

        var indexes = new uint[parts.Length - 1];
        for (var i = 1; i < parts.Length; i++)
        {
            var hardened = parts[i].EndsWith('\'') || parts[i].EndsWith('h');
            var digits = hardened ? parts[i][..^1] : parts[i];
            if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= Hardened)
            {
                return new TronError(TronErrorCodes.InvalidExtendedKey, $"Step {i} of the path is not an index below 2^31.");
            }

            indexes[i - 1] = hardened ? index | Hardened : index;
        }

        return indexes;
    }
}
