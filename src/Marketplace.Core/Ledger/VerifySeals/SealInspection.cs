using System.Globalization;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;

namespace Marketplace.Ledger;

/// <summary>Looks at one seal: does it follow the one before, and is its range what it was.</summary>
internal static class SealInspection
{
    public static async Task<BrokenSeal?> InspectAsync(MarketplaceDbContext db, SealRow? previous, SealRow seal, CancellationToken cancellationToken)
    {
        var (sequence, from) = (SealedRange.Sequence(previous), SealedRange.From(previous));
        if (seal.Sequence != sequence)
        {
            return new BrokenSeal(sequence, from, seal.FromId - 1, SealFault.Gap, Text($"seal {sequence} is missing, the next there is has number {seal.Sequence}"));
        }

        if (seal.FromId != from || seal.ToId < from)
        {
            return Broken(SealFault.Gap, $"it covers {seal.FromId} to {seal.ToId}, and should begin at {from}");
        }

        if (!seal.PreviousHash.AsSpan().SequenceEqual(SealedRange.PreviousHash(previous)))
        {
            return Broken(SealFault.DoesNotLink, $"it does not carry the hash of seal {sequence - 1}");
        }

        var range = await SealedRange.ReadAsync(db, previous, seal.ToId, cancellationToken);
        return range switch
        {
            { Transfers: var found } when found < seal.Transfers => Broken(SealFault.TransfersMissing, $"{seal.Transfers} transfers were sealed, {found} are there"),
            { Transfers: var found } when found > seal.Transfers => Broken(SealFault.TransfersAdded, $"{seal.Transfers} transfers were sealed, {found} are there"),
            { Strays: > 0 } => Broken(SealFault.TransfersAdded, $"{range.Strays} of its numbers have entries and no transfer"),
            _ when !range.Hash.AsSpan().SequenceEqual(seal.Hash) => Broken(SealFault.HashDiffers, $"what is there has another hash than what was sealed"),
            _ => null,
        };

        BrokenSeal Broken(SealFault fault, FormattableString detail) => new(seal.Sequence, seal.FromId, seal.ToId, fault, Text(detail));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
