using Org.BouncyCastle.Crypto.Digests;

namespace Marketplace.Tron;

/// <summary>Keccak-256 with the original padding, which is not SHA3-256.</summary>
internal static class Keccak
{
    [ThreadStatic]
    private static KeccakDigest? digest;

    internal static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        // One digest per thread: it resets itself after each use, and the scanner hashes by the thousand.
        var keccak = digest ??= new KeccakDigest(256);
        keccak.BlockUpdate(data);
        keccak.DoFinal(destination);
    }

    internal static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var output = new byte[32];
        Hash(data, output);
        return output;
    }
}
