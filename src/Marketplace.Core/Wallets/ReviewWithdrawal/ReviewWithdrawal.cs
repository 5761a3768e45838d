using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// An operator decides on a withdrawal. It goes when as many different operators approved as it needs; any one refuses it. Errors:
/// <c>accounts.operators_only</c>, <c>wallets.withdrawal_not_found</c>, <c>wallets.already_decided</c>, <c>wallets.already_approved</c>,
/// <c>wallets.own_withdrawal</c> (nobody approves his own, but he may refuse it).
/// </summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="WithdrawalId">On what.</param>
/// <param name="Approve">False frees the funds.</param>
public sealed record ReviewWithdrawal(AccountId OperatorId, WithdrawalId WithdrawalId, bool Approve) : ICommand<ReviewedWithdrawal>;

/// <summary>Where a withdrawal stands after a decision.</summary>
/// <param name="State"><see cref="WithdrawalState.Requested"/> while further approvals are needed.</param>
/// <param name="Approvals">How many operators approved.</param>
/// <param name="ApprovalsNeeded">How many have to.</param>
public sealed record ReviewedWithdrawal(WithdrawalState State, int Approvals, int ApprovalsNeeded);
