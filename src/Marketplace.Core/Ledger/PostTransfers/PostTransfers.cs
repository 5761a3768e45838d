using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// Posts many transfers in the caller's transaction, in their order and in one round trip: each is accepted or refused by itself, as if they had been posted
/// one after the other. The answers come in the order of the transfers; errors: those of <see cref="LedgerErrors"/>.
/// </summary>
/// <param name="Transfers">At most <see cref="MostAtOnce"/>.</param>
public sealed record PostTransfers(IReadOnlyList<Transfer> Transfers) : ICommand<IReadOnlyList<Result<PostedTransfer>>>, ILeavesNothingOnFailure
{
    /// <summary>More than these are refused: a transaction that long keeps others waiting.</summary>
    public const int MostAtOnce = 1_000;
}
