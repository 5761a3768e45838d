using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>
/// What a native library must show before it is trusted with keys: the right answers to questions whose answers are known, and the managed code's bytes for
/// others. A library that is damaged, of another version, or built for something else fails here and not on somebody's money.
/// </summary>
internal static class CurveExamination
{
    private const int Rounds = 8;

    // SHA-256 of the text is signed by the key: widely published vectors of RFC 6979 on this curve.
    private static readonly (string Key, string Text, string Signature)[] Known =
    [
        (
            "0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto",
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"),
        (
            "0000000000000000000000000000000000000000000000000000000000000001", "All those moments will be lost in time, like tears in rain. Time to die...",
            "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"),
        (
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto",
            "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d06b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"),
    ];

    /// <returns>The first question that is answered wrongly, or null.</returns>
    internal static string? Fault(ISecp256k1 candidate, ISecp256k1 reference)
    {
        foreach (var (key, text, expected) in Known)
        {
            var signature = new byte[Secp256k1.SignatureBytes];
            candidate.Sign(Convert.FromHexString(key), SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)), signature);
            if (Convert.ToHexStringLower(signature) != expected)
            {
                return $"the signature of \"{text}\"";
            }
        }

        byte[] zero = new byte[Secp256k1.ScalarBytes], publicKey = new byte[Secp256k1.PublicKeyBytes];
        if (candidate.TryGetPublicKey(zero, publicKey) || candidate.TryGetPublicKey(Filled(0xFF), publicKey))
        {
            return "a key that is none";
        }

        for (var i = 0; i < Rounds; i++)
        {
            if (Differs(candidate, reference, i) is { } question)
            {
                return $"{question} of question {i}";
            }
        }

        return null;
    }

    private static string? Differs(ISecp256k1 candidate, ISecp256k1 reference, int number)
    {
        byte[] key = Hash(number, 1), hash = Hash(number, 2), tweak = Hash(number, 3);
        byte[] ours = new byte[Secp256k1.PublicKeyBytes], theirs = new byte[Secp256k1.PublicKeyBytes];
        if (!candidate.TryGetPublicKey(key, theirs) || !reference.TryGetPublicKey(key, ours) || !ours.AsSpan().SequenceEqual(theirs))
        {
            return "the public key";
        }

        byte[] signature = new byte[Secp256k1.SignatureBytes], expected = new byte[Secp256k1.SignatureBytes];
        var recoveryId = candidate.Sign(key, hash, signature);
        if (recoveryId != reference.Sign(key, hash, expected) || !signature.AsSpan().SequenceEqual(expected))
        {
            return "the signature";
        }

        var recovered = new byte[Secp256k1.PublicKeyBytes];
        if (!candidate.TryRecover(hash, signature, recoveryId, recovered) || !recovered.AsSpan().SequenceEqual(ours))
        {
            return "the signer";
        }

        byte[] child = new byte[Secp256k1.PublicKeyBytes], expectedChild = new byte[Secp256k1.PublicKeyBytes];
        if (!candidate.TryTweakPublicKey(ours, tweak, child) || !reference.TryTweakPublicKey(ours, tweak, expectedChild) || !child.AsSpan().SequenceEqual(expectedChild))
        {
            return "the public child";
        }

        var parsed = new byte[Secp256k1.PublicKeyBytes];
        return candidate.TryTweakPrivateKey(key, tweak) && candidate.TryGetPublicKey(key, parsed) && parsed.AsSpan().SequenceEqual(child)
            && candidate.TryParsePublicKey(Secp256k1.Compress(child), parsed) && parsed.AsSpan().SequenceEqual(child)
            ? null
            : "the private child";
    }

    private static byte[] Filled(byte value)
    {
        var bytes = new byte[Secp256k1.ScalarBytes];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Hash(int number, int purpose)
    {
        Span<byte> seed = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        BinaryPrimitives.WriteInt32BigEndian(seed[4..], purpose);
        return SHA256.HashData(seed);
    }
}
