using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>Ends a hold without moving money. Releasing twice is releasing once; a captured hold answers <c>ledger.hold_not_open</c>.</summary>
/// <param name="HoldId">The hold.</param>
public sealed record ReleaseHold(HoldId HoldId) : ICommand, ILeavesNothingOnFailure;
