using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Tests;

public class KeyTests
{
    [Test]
    public void Nothing_prints_a_secret()
    {
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        Assert.That(key.ToString(), Is.EqualTo($"key of {key.Address}"));
        var mnemonic = Mnemonic.Generate();
        Assert.That(mnemonic.ToString(), Is.EqualTo("mnemonic of 24 words"));
        using var root = HdPrivateKey.FromSeed(mnemonic.ToSeed()).Value;
        Assert.That(root.ToString(), Is.EqualTo($"extended key at depth 0 of {root.Key.Address}"));

        // These words, not random ones: some of the list's are words of the message as well.
        mnemonic = Mnemonic.FromEntropy(SHA256.HashData("words"u8)).Value;
        var refused = Mnemonic.Parse(string.Join(' ', mnemonic.RevealWords().Split(' ').Reverse()));
        Assert.That(mnemonic.RevealWords().Split(' ').Where(word => word.Length > 4 && $"{refused.Error}".Contains(word, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_disposed_key_is_zeroed_and_refuses_to_sign()
    {
        var key = TronKey.FromHex(new string('7', 64)).Value;
        key.Dispose();
        Assert.That(() => key.Sign(new byte[32]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => key.CopySecretTo(new byte[32]), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Signatures_verify_with_another_implementation()
    {
        for (var i = 0; i < 20; i++)
        {
            using var key = TronKey.Generate();
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"message {i}"));
            var signature = key.SignAndVerify(hash);
            using var platform = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.CreateFromFriendlyName("secp256k1"),
                Q = new ECPoint { X = key.PublicKey[1..33].ToArray(), Y = key.PublicKey[33..].ToArray() },
            });
            Assert.That(platform.VerifyHash(hash, signature.Bytes[..64]), Is.True);
        }
    }

    [Test]
    public void The_header_byte_may_be_the_recovery_id_itself()
    {
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        var hash = SHA256.HashData("x"u8);
        var bytes = key.Sign(hash).Bytes.ToArray();
        bytes[64] -= 27;
        Assert.That(TronSignature.FromBytes(bytes).Value.Recover(hash).Value, Is.EqualTo(key.Address));
        bytes[64] = 35;
        Assert.That(TronSignature.FromBytes(bytes).Code, Is.EqualTo(TronErrorCodes.InvalidSignature));
        Assert.That(TronSignature.FromBytes(bytes.AsSpan(0, 64)).Code, Is.EqualTo(TronErrorCodes.InvalidSignature));
    }

    [Test]
    public void Impossible_signatures_recover_nobody()
    {
        var hash = new byte[32];
        foreach (var fill in new byte[] { 0x00, 0xFF })
        {
            var bytes = new byte[65];
            Array.Fill(bytes, fill);
            bytes[64] = 27;
            Assert.That(TronSignature.FromBytes(bytes).Value.Recover(hash).Code, Is.EqualTo(TronErrorCodes.InvalidSignature));
        }
    }

    [TestCase("m/44'/195'/0'/0/2147483648")]
    [TestCase("44'/195'")]
    [TestCase("m//1")]
    [TestCase("m/-1")]
    [TestCase("m/ 1")]
    public void A_bad_path_is_refused(string path) => Assert.That(HdPath.Parse(path).Code, Is.EqualTo(TronErrorCodes.InvalidExtendedKey));

    [Test]
    public void A_public_key_derives_no_hardened_child_and_an_xprv_is_no_xpub()
    {
        using var root = HdPrivateKey.FromSeed(new byte[32]).Value;
        Assert.That(root.ToPublic().Child(HdPath.Hardened).Code, Is.EqualTo(TronErrorCodes.InvalidExtendedKey));
        Assert.That(HdPublicKey.Parse(root.RevealXprv()).Code, Is.EqualTo(TronErrorCodes.InvalidExtendedKey));
        Assert.That(HdPrivateKey.Parse(root.ToPublic().ToString()).Code, Is.EqualTo(TronErrorCodes.InvalidExtendedKey));
        Assert.That(HdPublicKey.Parse("xpub").Code, Is.EqualTo(TronErrorCodes.InvalidExtendedKey));
    }
}
