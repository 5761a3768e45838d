using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>Reads the whole sealed history again and compares it with its seals, range by range, up to the first that is broken.</summary>
/// <param name="Anchor">A head that was kept elsewhere, to look for in today's chain; null for none.</param>
public sealed record VerifySeals(SealHead? Anchor = null) : IQuery<SealVerification>;

/// <summary>The newest seal, or null where nothing is sealed yet.</summary>
public sealed record GetSealHead : IQuery<SealHead?>;

/// <summary>
/// A seal by its number and hash. Whoever keeps a copy elsewhere can prove later that the history up to it is the same: a chain that was forged and sealed anew from there on has another hash.
/// </summary>
/// <param name="Sequence">The seal's number.</param>
/// <param name="Hash">SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record SealHead(long Sequence, string Hash)
{
    private const string Prefix = "marketplace-seal";

    /// <summary>As short text, for example to be the memo of a transaction on a chain: <c>marketplace-seal:42:…</c>.</summary>
    public string ToMemo() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Sequence}:{Hash}");

    /// <summary>Reads what <see cref="ToMemo"/> wrote; null where it is something else.</summary>
    /// <param name="memo">The text; white space at the ends is forgiven.</param>
    public static SealHead? FromMemo(string? memo) =>
        memo?.Trim().Split(':') is [Prefix, var sequence, { Length: 2 * SealHash.Length } hash]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
        && hash.All(char.IsAsciiHexDigit)
            ? new SealHead(number, hash.ToLowerInvariant())
            : null;
}

/// <summary>What was found.</summary>
/// <param name="Seals">How many seals hold, from the first on.</param>
/// <param name="Transfers">How many transfers they cover.</param>
/// <param name="Unsealed">How many transfers are newer than the newest seal.</param>
/// <param name="Head">The newest seal that holds; null where there is none.</param>
/// <param name="Broken">The first range that is broken, or null where history is as it was sealed.</param>
/// <param name="AnchorHolds">Whether <see cref="VerifySeals.Anchor"/> is one of the seals that hold; null where none was given.</param>
public sealed record SealVerification(long Seals, long Transfers, long Unsealed, SealHead? Head, BrokenSeal? Broken, bool? AnchorHolds);

/// <summary>A range of the journal that is not what was sealed.</summary>
/// <param name="Sequence">The seal's number.</param>
/// <param name="FromId">The range's first transfer.</param>
/// <param name="ToId">The range's last transfer.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="Detail">The same as a sentence for operators, in English.</param>
public sealed record BrokenSeal(long Sequence, long FromId, long ToId, SealFault Fault, string Detail);

/// <summary>What can be wrong with a sealed range.</summary>
public enum SealFault
{
    /// <summary>A seal, or the range between two, is missing.</summary>
    Gap,

    /// <summary>The seal does not carry the hash of the one before.</summary>
    DoesNotLink,

    /// <summary>The range has fewer transfers than were sealed.</summary>
    TransfersMissing,

    /// <summary>The range has more transfers than were sealed, or entries without a transfer.</summary>
    TransfersAdded,

    /// <summary>Something in the range, or the seal itself, was changed.</summary>
    HashDiffers,
}
