using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// The stop switch: nothing new is signed while it is on. What is signed already could be on its way and is brought to its end; requests are taken and
/// wait. Errors: <c>accounts.operators_only</c>.
/// </summary>
/// <param name="OperatorId">Who.</param>
/// <param name="Paused">True stops, false goes on.</param>
public sealed record PauseWithdrawals(AccountId OperatorId, bool Paused) : ICommand;

/// <summary>What holds for all withdrawals now.</summary>
public sealed record GetWithdrawalControl : IQuery<WithdrawalControlView>;

/// <summary>What holds for all withdrawals now.</summary>
/// <param name="PausedAt">Since when nothing new is signed; null where withdrawals go.</param>
/// <param name="PausedBy">Who decided so.</param>
/// <param name="ShortSince">Since when the wallet that pays has too little for the next one; null where it has enough.</param>
public sealed record WithdrawalControlView(DateTimeOffset? PausedAt, AccountId? PausedBy, DateTimeOffset? ShortSince);
