using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// Takes a transfer back by posting its opposite, once at most: the database keeps a second reversal out, whatever its key. The same key again answers
/// the same. Errors: <c>ledger.transfer_not_found</c>, <c>ledger.already_reversed</c>, <c>ledger.not_reversible</c>,
/// <c>ledger.insufficient_funds</c> where what was received has been spent.
/// </summary>
/// <param name="TransferId">Which.</param>
/// <param name="Key">The idempotency key of the reversal.</param>
/// <param name="Reference">Why, for statements: <c>complaint:{id}</c>. At most 200 characters.</param>
public sealed record ReverseTransfer(long TransferId, string Key, string Reference) : ICommand<PostedTransfer>, ILeavesNothingOnFailure
{
    /// <summary>The <see cref="Transfer.Kind"/> of every reversal.</summary>
    public const string Kind = "ledger.reversal";
}
