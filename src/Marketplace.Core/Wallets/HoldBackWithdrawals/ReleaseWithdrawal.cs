using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// An operator lets a withdrawal go on that is held back because its owner is shut out; who shall not have it refuses it by <see cref="ReviewWithdrawal"/>. Letting
/// the person in again lets all of theirs go on. Errors: <c>accounts.operators_only</c>, <c>wallets.withdrawal_not_found</c>,
/// <c>wallets.already_decided</c>.
/// </summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="WithdrawalId">On what.</param>
public sealed record ReleaseWithdrawal(AccountId OperatorId, WithdrawalId WithdrawalId) : ICommand;
