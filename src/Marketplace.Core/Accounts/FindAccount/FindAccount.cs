using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>The account of an identity, or null before first contact.</summary>
/// <param name="Identity">Who writes.</param>
public sealed record FindAccount(Identity Identity) : IQuery<AccountView?>;

/// <summary>The account of an id.</summary>
/// <param name="AccountId">Who.</param>
public sealed record GetAccount(AccountId AccountId) : IQuery<AccountView?>;

/// <summary>The accounts of many ids, in any order; of an id that is nobody's there is none.</summary>
/// <param name="AccountIds">Who.</param>
public sealed record GetAccounts(IReadOnlyCollection<AccountId> AccountIds) : IQuery<IReadOnlyList<AccountView>>;
