using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Stores one reading of the chain: the cursor, the credits and the sightings together, or none of them.</summary>
/// <param name="Network">Which chain.</param>
/// <param name="After">The cursor the reading continued from.</param>
/// <param name="Watched">How many addresses it looked for.</param>
/// <param name="Reading">What it brought.</param>
internal sealed record CreditDeposits(string Network, BlockCursor? After, int Watched, NetworkReading Reading) : ICommand
{
    /// <summary>The cursor moved or an address was handed out meanwhile: read again.</summary>
    public static Error Overtaken { get; } = new("wallets.reading_overtaken");
}
