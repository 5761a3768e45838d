using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>How far the chain was read, by whichever host reads it. Null before its first block.</summary>
public sealed record GetChainProgress : IQuery<ChainProgress?>;

/// <summary>How far a chain was read.</summary>
/// <param name="Network">Which.</param>
/// <param name="SolidBlock">The number of the last block whose deposits are booked.</param>
/// <param name="HeadBlock">The number of the newest block that was looked at.</param>
/// <param name="MovedAt">When one of the two last grew, by the clock of the host that reads.</param>
public sealed record ChainProgress(string Network, long SolidBlock, long HeadBlock, DateTimeOffset? MovedAt);
