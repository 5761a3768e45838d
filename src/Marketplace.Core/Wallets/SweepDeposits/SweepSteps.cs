using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Stores a sweep's bytes before anything is sent.</summary>
/// <param name="Id">The new row's.</param>
/// <param name="Source">The deposit address's number, or <see cref="Sweep.FromHot"/>.</param>
/// <param name="Destination">One of the house's own addresses.</param>
/// <param name="Payment">The bytes.</param>
internal sealed record StoreSweep(Guid Id, int Source, string Destination, SignedPayment Payment) : ICommand
{
    /// <summary>There are bytes out of this source already: these must never leave the house.</summary>
    public static Error Overtaken { get; } = new("wallets.sweep_overtaken");
}

/// <summary>Takes the consequence of what the network says about a sweep's bytes.</summary>
/// <param name="Id">Which sweep.</param>
/// <param name="Status">What was said.</param>
internal sealed record RecordSweepStatus(Guid Id, PaymentStatus Status) : ICommand
{
    /// <summary>More left the address than was credited to it: the scanner has blocks to read first.</summary>
    public static Error AheadOfDeposits { get; } = new("wallets.sweep_ahead_of_deposits");
}
