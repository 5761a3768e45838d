using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>An operator decides on a withdrawal. Errors: <c>accounts.operators_only</c>, <c>wallets.withdrawal_not_found</c>, <c>wallets.already_decided</c>.</summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="WithdrawalId">On what.</param>
/// <param name="Approve">False frees the funds.</param>
public sealed record ReviewWithdrawal(AccountId OperatorId, WithdrawalId WithdrawalId, bool Approve) : ICommand;
