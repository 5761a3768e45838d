namespace Marketplace.Tron;

/// <summary>What a contract's function would do.</summary>
/// <param name="Output">What it returns.</param>
/// <param name="EnergyUsed">The energy it takes; add a margin, never hard-code.</param>
/// <param name="Message">The contract's complaint; <c>REVERT opcode executed</c> when it would refuse.</param>
public sealed record TronCallResult(ReadOnlyMemory<byte> Output, long EnergyUsed, string Message);
