using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Kernel;

namespace Marketplace.Ledger.Posting;

/// <summary>A transfer as the books take it: checked in its shape, hashed, and perhaps capturing a hold.</summary>
internal sealed record Posting(Transfer Transfer, byte[] RequestHash, DateTimeOffset PostedAt, HoldId? Capture)
{
    /// <summary>Refuses what no state of the books could make right.</summary>
    public static Result<Posting> Of(Transfer transfer, DateTimeOffset postedAt, IEnumerable<Asset> assets, HoldId? capture = null)
    {
        var registry = assets.ToDictionary(asset => asset.Code, asset => asset.Supply);
        if (transfer.Entries.Count < 2
            || transfer.Key is not { Length: > 0 and <= LedgerLimits.LongestKey }
            || transfer.Entries.DistinctBy(entry => (entry.Account, entry.Asset)).Count() != transfer.Entries.Count)
        {
            return LedgerErrors.Unbalanced;
        }

        var sums = new Dictionary<string, Int128>();
        foreach (var entry in transfer.Entries)
        {
            if (!registry.TryGetValue(entry.Asset, out var supply))
            {
                return LedgerErrors.UnknownAsset.With("asset", entry.Asset);
            }

            if (entry.Amount == 0 || Int128.Abs(entry.Amount) > supply)
            {
                return LedgerErrors.AmountOutOfRange.With("amount", entry.Amount);
            }

            sums[entry.Asset] = sums.GetValueOrDefault(entry.Asset) + entry.Amount;
        }

        return sums.Values.All(sum => sum == 0)
            ? new Posting(transfer, Hash(transfer, capture), postedAt, capture)
            : LedgerErrors.Unbalanced;
    }

    private static byte[] Hash(Transfer transfer, HoldId? capture) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { transfer, capture }, KernelJson.Options));
}

/// <summary>A reservation as the books take it.</summary>
internal sealed record Reservation(PlaceHold Request, DateTimeOffset PlacedAt);

/// <summary>The statements that move money, inside the caller's transaction. What they refuse has left no trace.</summary>
internal interface IBooks
{
    Task<Result<PostedTransfer>> PostAsync(Posting posting, CancellationToken cancellationToken);

    Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken);

    Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken);
}
