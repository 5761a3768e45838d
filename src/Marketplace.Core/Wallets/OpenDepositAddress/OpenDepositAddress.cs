using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Which of a person's two balances a deposit goes to.</summary>
public enum DepositTarget
{
    /// <summary>Pays for campaigns.</summary>
    Ad = 0,

    /// <summary>Can be withdrawn.</summary>
    Earn = 1,
}

/// <summary>The person's own deposit address for that balance: the same one at each call, watched before it is shown.</summary>
/// <param name="AccountId">Who deposits.</param>
/// <param name="Target">Where it goes.</param>
public sealed record OpenDepositAddress(AccountId AccountId, DepositTarget Target = DepositTarget.Ad) : ICommand<DepositAddress>;

/// <summary>Where to send coins.</summary>
/// <param name="Address">The address.</param>
/// <param name="Target">Where they go.</param>
/// <param name="Network">The network's description.</param>
/// <param name="Minimum">The least that is credited, in the smallest unit.</param>
public sealed record DepositAddress(string Address, DepositTarget Target, PaymentNetworkInfo Network, long Minimum);
