using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>What somebody has.</summary>
/// <param name="AccountId">Who.</param>
public sealed record GetWallet(AccountId AccountId) : IQuery<WalletView>;

/// <summary>What somebody has.</summary>
/// <param name="Earn">Can be withdrawn or moved to ad.</param>
/// <param name="EarnHeld">Of the earnings, reserved by withdrawals on their way; not part of <paramref name="Earn"/>.</param>
/// <param name="Ad">Pays for campaigns.</param>
/// <param name="ArrivingDeposits">Seen on the chain, not credited yet.</param>
public sealed record WalletView(Sun Earn, Sun EarnHeld, Sun Ad, Sun ArrivingDeposits)
{
    /// <summary>Arrived for good and too little to be credited so far (<see cref="DepositState.BelowMinimum"/>), in the network's own asset.</summary>
    public Sun BelowMinimum { get; init; }

    /// <summary>From what on a deposit is credited, in the network's own asset.</summary>
    public Sun MinimumDeposit { get; init; }

    /// <summary>What came in tokens; empty where nothing did.</summary>
    public IReadOnlyList<TokenBalance> Tokens { get; init; } = [];
}

/// <summary>What somebody has of a token.</summary>
/// <param name="Asset">Which.</param>
/// <param name="Amount">In its smallest unit.</param>
public sealed record TokenBalance(Asset Asset, long Amount);

/// <summary>Somebody's withdrawals, newest first.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Most">At most so many, up to 100.</param>
/// <param name="Skip">After so many.</param>
public sealed record GetWithdrawals(AccountId AccountId, int Most = 10, int Skip = 0) : IQuery<IReadOnlyList<WithdrawalView>>;

/// <summary>
/// The withdrawals that an operator can decide on, oldest first, at most 100: those that lack an approval which this one can give, and those that are held
/// back because their owner is shut out.
/// </summary>
/// <param name="OperatorId">Leaves out those that this operator can not approve: they did, or it is their own. Null lists all.</param>
public sealed record GetWithdrawalsToApprove(AccountId? OperatorId = null) : IQuery<IReadOnlyList<WithdrawalView>>;

/// <summary>The withdrawals that are not signed yet and can still be refused, whatever they wait for; oldest first.</summary>
/// <param name="Most">At most so many, up to 100.</param>
/// <param name="Skip">After so many.</param>
public sealed record GetUnsignedWithdrawals(int Most = 100, int Skip = 0) : IQuery<IReadOnlyList<WithdrawalView>>;

/// <summary>What somebody has withdrawn so far.</summary>
/// <param name="AccountId">Who.</param>
public sealed record GetWithdrawn(AccountId AccountId) : IQuery<WithdrawnView>;

/// <summary>What somebody has withdrawn so far.</summary>
/// <param name="Count">How many withdrawals have arrived.</param>
/// <param name="Amount">What left the balance for them.</param>
public sealed record WithdrawnView(int Count, Sun Amount);
