using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>
/// What the chain calls the payments behind references of the books: <see cref="Ledger.StatementLine.Reference"/> of a deposit or a withdrawal. References of anything else, and of
/// what is on no chain yet, are left out of the answer.
/// </summary>
/// <param name="References">At most 200 are looked at.</param>
public sealed record FindTransactions(IReadOnlyCollection<string> References) : IQuery<IReadOnlyDictionary<string, FoundTransaction>>;

/// <summary>A payment on the chain.</summary>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="Link">Where people look it up; null where nobody can.</param>
public sealed record FoundTransaction(string TransactionId, string? Link);
