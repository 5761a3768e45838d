using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>Every account with an entry, by code and asset, a page at a time; a page that is shorter than asked is the last.</summary>
/// <param name="AfterCode">Continue behind this account's code; empty for the first page.</param>
/// <param name="AfterAsset">And its asset.</param>
/// <param name="PageSize">At most 1,000.</param>
public sealed record ListBalances(string AfterCode = "", string AfterAsset = "", int PageSize = 100) : IQuery<IReadOnlyList<Balance>>;
