using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>The refusals of this module.</summary>
public static class WalletErrors
{
    /// <summary>Not an address of this network; argument <c>reason</c>.</summary>
    public static Error BadAddress { get; } = new("wallets.bad_address");

    /// <summary>One of the marketplace's own addresses.</summary>
    public static Error OwnAddress { get; } = new("wallets.own_address");

    /// <summary>Argument <c>minimum</c>.</summary>
    public static Error BelowMinimum { get; } = new("wallets.below_minimum");

    /// <summary>Argument <c>maximum</c>.</summary>
    public static Error AboveMaximum { get; } = new("wallets.above_maximum");

    /// <summary>More than this account may withdraw in 24 hours; arguments <c>limit</c>, <c>left</c>.</summary>
    public static Error DailyLimit { get; } = new("wallets.daily_limit");

    /// <summary>More than all accounts together may withdraw in 24 hours; arguments <c>limit</c>, <c>left</c>.</summary>
    public static Error TotalDailyLimit { get; } = new("wallets.total_daily_limit");

    /// <summary>It costs more now than was agreed to; argument <c>fee</c>, what it costs now.</summary>
    public static Error FeeChanged { get; } = new("wallets.fee_changed");

    /// <summary>Less than the amount can be withdrawn or moved; arguments <c>available</c>, <c>needed</c>.</summary>
    public static Error InsufficientFunds { get; } = new("wallets.insufficient_funds");

    /// <summary>The chain was not reached yet since this database is new: no address can be watched. Again in a moment.</summary>
    public static Error NetworkNotReady { get; } = new("wallets.network_not_ready");

    /// <summary>The house's own address has too little; arguments <c>address</c>, <c>available</c>, <c>needed</c>. For the log: nobody's fault who asked.</summary>
    public static Error SourceTooLow { get; } = new("wallets.source_too_low");

    /// <summary>The network can not be asked now. Again in a moment.</summary>
    public static Error NetworkUnavailable { get; } = new("wallets.network_unavailable");

    /// <summary>No such address in this book.</summary>
    public static Error AddressNotFound { get; } = new("wallets.address_not_found");

    /// <summary>Empty, of several lines, or longer than argument <c>most</c>.</summary>
    public static Error BadName { get; } = new("wallets.bad_name");

    /// <summary>What an operator wrote is longer than argument <c>most</c>.</summary>
    public static Error ReasonTooLong { get; } = new("wallets.reason_too_long");

    /// <summary>No such withdrawal.</summary>
    public static Error WithdrawalNotFound { get; } = new("wallets.withdrawal_not_found");

    /// <summary>Somebody decided on it already; argument <c>state</c>.</summary>
    public static Error AlreadyDecided { get; } = new("wallets.already_decided");

    /// <summary>This operator approved it before; another one is needed; arguments <c>approvals</c>, <c>needed</c>.</summary>
    public static Error AlreadyApproved { get; } = new("wallets.already_approved");

    /// <summary>Nobody approves his own withdrawal.</summary>
    public static Error OwnWithdrawal { get; } = new("wallets.own_withdrawal");

    /// <summary>It is signed, or has ended: its owner can not take it back any more; argument <c>state</c>.</summary>
    public static Error TooLateToCancel { get; } = new("wallets.too_late_to_cancel");
}
