namespace Marketplace.Wallets;

/// <summary>A deposit that is credited now.</summary>
/// <param name="Deposit">Which.</param>
/// <param name="Carries">As <see cref="DepositCredited.Carries"/>.</param>
/// <param name="IsCarried">As <see cref="DepositCredited.IsCarried"/>.</param>
internal sealed record DepositCredit(Deposit Deposit, long Carries, bool IsCarried);
