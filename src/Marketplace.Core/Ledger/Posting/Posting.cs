using Marketplace.Kernel;

namespace Marketplace.Ledger.Posting;

/// <summary>A transfer as the books take it: checked in its shape and hashed by the <see cref="PostingDesk"/>, and perhaps taking another one back.</summary>
internal sealed record Posting(Transfer Transfer, byte[] RequestHash, DateTimeOffset PostedAt, long? Reverses);

/// <summary>A reservation as the books take it.</summary>
internal sealed record Reservation(PlaceHold Request, DateTimeOffset PlacedAt);

/// <summary>The statements that move money, inside the caller's transaction. What they refuse has left no trace.</summary>
internal interface IBooks
{
    /// <summary>Posts one after the other; an answer for each, in their order.</summary>
    Task<Result<PostedTransfer>[]> PostAsync(IReadOnlyList<Posting> postings, CancellationToken cancellationToken);

    /// <summary>Posts what the <see cref="PostingDesk"/> let through.</summary>
    async Task<Result<PostedTransfer>> PostAsync(Result<Posting> posting, CancellationToken cancellationToken) =>
        posting.Succeeded ? (await PostAsync([posting.Value], cancellationToken))[0] : posting.Error;

    Task<Result<HoldPlaced>> HoldAsync(Reservation reservation, CancellationToken cancellationToken);

    Task<Result> ReleaseAsync(HoldId holdId, CancellationToken cancellationToken);
}
