using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>Posts a transfer, in the caller's transaction where there is one. Errors: those of <see cref="LedgerErrors"/>.</summary>
/// <param name="Transfer">What moves.</param>
public sealed record PostTransfer(Transfer Transfer) : ICommand<PostedTransfer>, ILeavesNothingOnFailure;
