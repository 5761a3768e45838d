using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>An operator shuts somebody out, or lets him in again.</summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="AccountId">Whom it meets.</param>
/// <param name="Banned">True to shut out.</param>
public sealed record BanAccount(AccountId OperatorId, AccountId AccountId, bool Banned) : ICommand;
