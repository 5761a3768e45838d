namespace Marketplace.Tron;

/// <summary>The hash of addresses, function selectors and event topics.</summary>
public static class TronHash
{
    /// <summary>Keccak-256 with the original padding (not SHA3-256): 32 bytes.</summary>
    public static byte[] Keccak256(ReadOnlySpan<byte> data) => Keccak.Hash(data);
}
