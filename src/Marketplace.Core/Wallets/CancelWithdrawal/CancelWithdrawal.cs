using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// Its owner takes a withdrawal back before anything is signed; the funds are free again. Errors: <c>wallets.withdrawal_not_found</c>,
/// <c>wallets.too_late_to_cancel</c>.
/// </summary>
/// <param name="AccountId">Whose it is.</param>
/// <param name="WithdrawalId">Which.</param>
public sealed record CancelWithdrawal(AccountId AccountId, WithdrawalId WithdrawalId) : ICommand;
