using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>Posts a transfer, in the caller's transaction where there is one. Errors: those of <see cref="LedgerErrors"/>.</summary>
/// <param name="Transfer">What moves.</param>
public sealed record PostTransfer(Transfer Transfer) : ICommand<PostedTransfer>, ILeavesNothingOnFailure;

/// <summary>Money moved (told inside the transaction).</summary>
/// <param name="TransferId">Its number in the journal.</param>
/// <param name="Transfer">What moved.</param>
public sealed record TransferPosted(long TransferId, Transfer Transfer) : IDomainEvent;
