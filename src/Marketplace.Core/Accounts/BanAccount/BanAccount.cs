using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>An operator shuts somebody out, or lets him in again.</summary>
/// <param name="OperatorId">Who decides.</param>
/// <param name="AccountId">Whom it meets.</param>
/// <param name="Banned">True to shut out.</param>
public sealed record BanAccount(AccountId OperatorId, AccountId AccountId, bool Banned) : ICommand;

/// <summary>
/// Somebody was shut out, or let in again. Told inside the transaction that did it: what this person has under way stops, or goes on, with the same commit.
/// </summary>
/// <param name="AccountId">Whom it meets.</param>
/// <param name="Banned">True where they were shut out.</param>
public sealed record AccountBanned(AccountId AccountId, bool Banned) : IDomainEvent;

/// <summary>Who is shut out, newest accounts first.</summary>
/// <param name="Most">At most so many, up to 100.</param>
/// <param name="Skip">After so many.</param>
public sealed record GetBannedAccounts(int Most = 10, int Skip = 0) : IQuery<IReadOnlyList<AccountView>>;
