using Marketplace.Kernel;

namespace Marketplace.Ledger;

/// <summary>
/// Ends a hold by posting a transfer that takes from the held account at most what is held; what it does not take becomes available again.
/// A second capture, and a capture that races a release, is refused by the database. The same as posting the transfer with its
/// <see cref="Transfer.Captures"/>.
/// </summary>
/// <param name="HoldId">The hold.</param>
/// <param name="Transfer">Where the money goes; the entry of the held account is negative.</param>
public sealed record CaptureHold(HoldId HoldId, Transfer Transfer) : ICommand<PostedTransfer>, ILeavesNothingOnFailure;
