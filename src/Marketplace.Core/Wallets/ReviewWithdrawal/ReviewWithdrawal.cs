using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// An operator decides on a withdrawal. It goes when as many different operators approved as it needs. Any one refuses it, also one that needed no approval or
/// has all of them, as long as it is not signed. Errors: <c>accounts.operators_only</c>, <c>wallets.withdrawal_not_found</c>, <c>wallets.already_decided</c>,
/// <c>wallets.already_approved</c>, <c>wallets.own_withdrawal</c> (nobody approves their own, but they may refuse it), <c>wallets.reason_too_long</c>.
/// </summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="WithdrawalId">On what.</param>
/// <param name="Approve">False frees the funds.</param>
/// <param name="Reason">What the person is told of a refusal, up to 300 characters; null for nothing.</param>
public sealed record ReviewWithdrawal(AccountId OperatorId, WithdrawalId WithdrawalId, bool Approve, string? Reason = null) : ICommand<ReviewedWithdrawal>
{
    internal const int LongestReason = 300;
}

/// <summary>Where a withdrawal stands after a decision.</summary>
/// <param name="State"><see cref="WithdrawalState.Requested"/> while further approvals are needed.</param>
/// <param name="Approvals">How many operators approved.</param>
/// <param name="ApprovalsNeeded">How many have to.</param>
public sealed record ReviewedWithdrawal(WithdrawalState State, int Approvals, int ApprovalsNeeded)
{
    /// <summary>Approved, it still waits until then because its address is new; null where it goes at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
