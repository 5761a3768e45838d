using System.Security.Cryptography;

namespace Marketplace.Tron.Tests;

/// <summary>The vectors by each implementation of the curve; the other vector tests run by whichever the process has chosen.</summary>
[TestFixture("managed")]
[TestFixture("native")]
public class CurveVectorTests(string implementation)
{
    private ISecp256k1 curve = null!;

    [OneTimeSetUp]
    public void Load()
    {
        curve = implementation == "managed" ? new ManagedSecp256k1() : NativeSecp256k1.TryLoad()!;
        Assert.That(curve, Is.Not.Null, "The package's library is not found on this platform.");
    }

    [Test]
    public void It_passes_the_examination() => Assert.That(CurveExamination.Fault(curve, new ManagedSecp256k1()), Is.Null);

    [Test]
    public void Public_keys_are_those_of_the_vectors()
    {
        foreach (var vector in VectorFile.Group("keys"))
        {
            byte[] publicKey = new byte[65], parsed = new byte[65];
            Assert.That(curve.TryGetPublicKey(vector.Bytes("privateKey"), publicKey), Is.True);
            Assert.That(Convert.ToHexStringLower(publicKey), Is.EqualTo(vector.Text("publicKeyUncompressed")));
            Assert.That(curve.TryParsePublicKey(vector.Bytes("publicKeyCompressed"), parsed), Is.True);
            Assert.That(parsed, Is.EqualTo(publicKey));
        }
    }

    [Test]
    public void Keys_that_are_none_and_points_off_the_curve_are_refused()
    {
        var publicKey = new byte[65];
        foreach (var vector in VectorFile.Group("invalidPrivateKeys").Where(vector => vector.Text("privateKey") is { Length: 64 } text && text.All(char.IsAsciiHexDigit)))
        {
            Assert.That(curve.TryGetPublicKey(vector.Bytes("privateKey"), publicKey), Is.False, vector.TextOrEmpty("reason"));
        }

        Assert.That(curve.TryParsePublicKey([4, .. new byte[63], 1], publicKey), Is.False);
        Assert.That(curve.TryParsePublicKey([2, .. Enumerable.Repeat((byte)0xFF, 32)], publicKey), Is.False);
    }

    [Test]
    public void Signatures_are_those_of_the_vectors_and_recover_their_key()
    {
        foreach (var vector in VectorFile.Group("transfers").Concat(VectorFile.Group("trc20Transfers")))
        {
            var hash = vector.GetProperty("transaction").Bytes("txID");
            var expected = Convert.FromHexString(vector.GetProperty("transaction").GetProperty("signature")[0].GetString()!);
            byte[] signature = new byte[64], signer = new byte[65], publicKey = new byte[65];
            var recoveryId = curve.Sign(vector.Bytes("privateKey"), hash, signature);
            Assert.That((byte[])[.. signature, (byte)(27 + recoveryId)], Is.EqualTo(expected));
            Assert.That(curve.TryRecover(hash, signature, recoveryId, signer), Is.True);
            curve.TryGetPublicKey(vector.Bytes("privateKey"), publicKey);
            Assert.That(signer, Is.EqualTo(publicKey));
        }
    }

    [Test]
    public void A_hash_that_is_not_below_the_order_is_signed_as_RFC_6979_says()
    {
        var hash = new byte[32];
        Array.Fill(hash, (byte)0xFF);
        byte[] key = SHA256.HashData("key"u8), signature = new byte[64], expected = new byte[64];
        var recoveryId = curve.Sign(key, hash, signature);
        Assert.That(recoveryId, Is.EqualTo(new ManagedSecp256k1().Sign(key, hash, expected)));
        Assert.That(signature, Is.EqualTo(expected));
    }

    [Test]
    public void Children_of_the_vectors_come_from_the_private_key_and_from_the_public_one()
    {
        foreach (var vector in VectorFile.Group("mnemonics"))
        {
            using var account = HdPrivateKey.Parse(vector.Text("accountXprv")).Value;
            var secret = new byte[32];
            account.Key.CopySecretTo(secret);
            byte[] publicKey = account.Key.PublicKey.ToArray(), child = new byte[65], fromPrivate = new byte[65];
            var tweak = HMACSHA512.HashData(account.ChainCode, [.. account.Key.CompressedPublicKey(), 0, 0, 0, 0]).AsSpan(0, 32);
            Assert.That(curve.TryTweakPublicKey(publicKey, tweak, child), Is.True);
            Assert.That(curve.TryTweakPrivateKey(secret, tweak) && curve.TryGetPublicKey(secret, fromPrivate), Is.True);
            Assert.That(child, Is.EqualTo(fromPrivate));
            Assert.That(TronAddress.FromPublicKey(child), Is.EqualTo(HdPublicKey.Parse(vector.Text("externalXpub")).Value.Address));
        }
    }

    [Test]
    public void A_tweak_that_is_not_below_the_order_or_leaves_nothing_has_no_child()
    {
        byte[] one = new byte[32], publicKey = new byte[65], child = new byte[65], tooHigh = Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        one[31] = 1;
        curve.TryGetPublicKey(one, publicKey);
        Assert.That(curve.TryTweakPublicKey(publicKey, tooHigh, child), Is.False);
        Assert.That(curve.TryTweakPrivateKey((byte[])one.Clone(), tooHigh), Is.False);
        var opposite = (byte[])tooHigh.Clone();
        opposite[31]--;
        Assert.That(curve.TryTweakPublicKey(publicKey, opposite, child), Is.False);
        Assert.That(curve.TryTweakPrivateKey((byte[])one.Clone(), opposite), Is.False);
        Assert.That(curve.TryTweakPublicKey(publicKey, new byte[32], child), Is.True);
        Assert.That(child, Is.EqualTo(publicKey));
    }

    [Test]
    public void Impossible_signatures_recover_nobody()
    {
        byte[] signature = new byte[64], publicKey = new byte[65];
        for (var recoveryId = 0; recoveryId < 4; recoveryId++)
        {
            Array.Fill(signature, (byte)0);
            Assert.That(curve.TryRecover(new byte[32], signature, recoveryId, publicKey), Is.False);
            Array.Fill(signature, (byte)0xFF);
            Assert.That(curve.TryRecover(new byte[32], signature, recoveryId, publicKey), Is.False);
        }
    }

    [Test]
    public void A_library_that_errs_in_one_bit_is_not_used()
    {
        for (var error = 0; error < Erring.Kinds; error++)
        {
            Assert.That(CurveExamination.Fault(new Erring(curve, error), curve), Is.Not.Null, $"error {error}");
        }
    }

    [Test]
    public void What_computes_can_be_asked() => Assert.That(TronAcceleration.Description, Does.StartWith(TronAcceleration.IsNative ? "native" : "managed"));

    /// <summary>A curve with one fault.</summary>
    private sealed class Erring(ISecp256k1 right, int error) : ISecp256k1
    {
        internal const int Kinds = 7;

        public string Name => "erring";

        public bool TryGetPublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey) =>
            (right.TryGetPublicKey(privateKey, publicKey) && Spoil(0, publicKey)) || error == 6;

        public bool TryParsePublicKey(ReadOnlySpan<byte> encoded, Span<byte> publicKey) => right.TryParsePublicKey(encoded, publicKey) && Spoil(1, publicKey);

        public int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature) =>
            right.Sign(privateKey, hash, signature) ^ (error == 2 ? 1 : 0);

        public bool TryRecover(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, int recoveryId, Span<byte> publicKey) =>
            right.TryRecover(hash, signature, recoveryId, publicKey) && Spoil(3, publicKey);

        public bool TryTweakPublicKey(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> tweak, Span<byte> child) =>
            right.TryTweakPublicKey(publicKey, tweak, child) && Spoil(4, child);

        public bool TryTweakPrivateKey(Span<byte> privateKey, ReadOnlySpan<byte> tweak) => right.TryTweakPrivateKey(privateKey, tweak) && Spoil(5, privateKey);

        private bool Spoil(int kind, Span<byte> bytes)
        {
            bytes[^1] ^= (byte)(error == kind ? 1 : 0);
            return true;
        }
    }
}
