using System.Text;

namespace Marketplace.Tron.Tests;

public class KeyVectorTests
{
    [Test]
    public void Keys_give_the_public_keys_and_addresses_of_the_vectors()
    {
        foreach (var vector in VectorFile.Group("keys"))
        {
            using var key = TronKey.FromHex(vector.Text("privateKey")).Value;
            Assert.That(Convert.ToHexStringLower(key.PublicKey), Is.EqualTo(vector.Text("publicKeyUncompressed")));
            Assert.That(Convert.ToHexStringLower(key.CompressedPublicKey()), Is.EqualTo(vector.Text("publicKeyCompressed")));
            Assert.That(key.Address.ToHex(), Is.EqualTo(vector.Text("addressHex")));
            Assert.That(key.Address.ToString(), Is.EqualTo(vector.Text("addressBase58")));
        }
    }

    [Test]
    public void Both_forms_of_a_vector_address_parse_to_the_same_value()
    {
        foreach (var vector in VectorFile.Group("keys"))
        {
            Assert.That(TronAddress.TryParse(vector.Text("addressBase58"), out var fromText, out var reason), Is.True);
            Assert.That(reason, Is.EqualTo(TronAddressRefusal.None));
            Assert.That(TronAddress.TryParse(vector.Text("addressHex"), out var fromHex, out _), Is.True);
            Assert.That(TronAddress.TryFromBytes(vector.Bytes("addressHex"), out var fromBytes), Is.True);
            Assert.That(fromText, Is.EqualTo(fromHex).And.EqualTo(fromBytes));
            Assert.That(fromText.GetHashCode(), Is.EqualTo(fromHex.GetHashCode()));
        }
    }

    [Test]
    public void Every_invalid_address_of_the_vectors_is_refused_with_its_reason()
    {
        foreach (var vector in VectorFile.Group("invalidAddresses"))
        {
            var text = vector.Text("address");
            Assert.That(TronAddress.TryParse(text, out var address, out var reason), Is.False, text);
            Assert.That(address, Is.EqualTo(default(TronAddress)));
            Assert.That(Allowed(vector.Text("reason")), Does.Contain(reason), $"{text}: {vector.Text("reason")}");
            Assert.That(TronAddress.Parse(text).Code, Is.EqualTo(TronErrorCodes.InvalidAddress));
        }
    }

    [Test]
    public void Every_invalid_private_key_of_the_vectors_is_refused()
    {
        foreach (var vector in VectorFile.Group("invalidPrivateKeys"))
        {
            Assert.That(TronKey.FromHex(vector.Text("privateKey")).Code, Is.EqualTo(TronErrorCodes.InvalidKey), vector.Text("reason"));
        }
    }

    [Test]
    public void Mnemonics_give_the_seeds_extended_keys_and_addresses_of_the_vectors()
    {
        foreach (var vector in VectorFile.Group("mnemonics"))
        {
            var mnemonic = Mnemonic.Parse(vector.Text("mnemonic")).Value;
            Assert.That(Mnemonic.FromEntropy(vector.Bytes("entropy")).Value.RevealWords(), Is.EqualTo(vector.Text("mnemonic")));
            var seed = mnemonic.ToSeed(vector.Text("passphrase"));
            Assert.That(Convert.ToHexStringLower(seed), Is.EqualTo(vector.Text("seed")));

            using var master = HdPrivateKey.FromSeed(seed).Value;
            using var account = master.Derive(HdPath.Account()).Value;
            Assert.That(master.RevealXprv(), Is.EqualTo(vector.Text("masterXprv")));
            Assert.That(account.RevealXprv(), Is.EqualTo(vector.Text("accountXprv")));
            Assert.That(account.ToPublic().ToString(), Is.EqualTo(vector.Text("accountXpub")));

            var publicAccount = HdPublicKey.Parse(vector.Text("accountXpub")).Value;
            Assert.That(publicAccount.Child(0).Value.ToString(), Is.EqualTo(vector.Text("externalXpub")));
            uint index = 0;
            foreach (var address in vector.GetProperty("addresses").EnumerateArray())
            {
                using var child = master.Derive(address.Text("path")).Value;
                var secret = new byte[32];
                child.Key.CopySecretTo(secret);
                Assert.That(Convert.ToHexStringLower(secret), Is.EqualTo(address.Text("privateKey")));
                Assert.That(Convert.ToHexStringLower(child.ChainCode), Is.EqualTo(address.Text("chainCode")));
                Assert.That(child.Key.Address.ToHex(), Is.EqualTo(address.Text("addressHex")));
                Assert.That(publicAccount.DeriveAddress(index).Value.ToString(), Is.EqualTo(address.Text("addressBase58")));
                Assert.That(address.Text("path"), Is.EqualTo(HdPath.Address(index)));
                index++;
            }

            using var reread = HdPrivateKey.Parse(vector.Text("accountXprv")).Value;
            Assert.That(reread.ToPublic().ToString(), Is.EqualTo(vector.Text("accountXpub")));
        }
    }

    [Test]
    public void Every_invalid_mnemonic_of_the_vectors_is_refused()
    {
        foreach (var vector in VectorFile.Group("invalidMnemonics"))
        {
            Assert.That(Mnemonic.Parse(vector.Text("mnemonic")).Code, Is.EqualTo(TronErrorCodes.InvalidMnemonic), vector.Text("reason"));
        }
    }

    [Test]
    public void Signed_messages_are_those_of_the_vectors_and_recover_their_signer()
    {
        foreach (var vector in VectorFile.Group("signedMessagesV2"))
        {
            using var key = TronKey.FromHex(vector.Text("privateKey")).Value;
            var message = vector.Text("messageUtf8");
            Assert.That(Convert.ToHexStringLower(TronMessage.HashV2(Encoding.UTF8.GetBytes(message))), Is.EqualTo(vector.Text("hash")));
            var signature = TronMessage.SignV2(key, message);
            Assert.That(signature.ToHex(), Is.EqualTo(vector.Text("signature")));
            Assert.That(TronMessage.RecoverV2(message, signature).Value.ToString(), Is.EqualTo(vector.Text("addressBase58")));
            Assert.That(TronMessage.RecoverV2(message + "x", signature).Value.ToString(), Is.Not.EqualTo(vector.Text("addressBase58")));
        }
    }

    [Test]
    public void Legacy_messages_are_those_of_the_vectors_and_recover_their_signer()
    {
        foreach (var vector in VectorFile.Group("signedMessagesV1"))
        {
            using var key = TronKey.FromHex(vector.Text("privateKey")).Value;
            var signature = TronMessage.SignV1(key, vector.Bytes("messageHex"));
            Assert.That(signature.ToHex(), Is.EqualTo(vector.Text("signature")));
            Assert.That(TronMessage.RecoverV1(vector.Bytes("messageHex"), signature).Value.ToString(), Is.EqualTo(vector.Text("addressBase58")));
        }
    }

    /// <summary>The reasons of ours that tell a person the same as the vector's words.</summary>
    private static TronAddressRefusal[] Allowed(string words) => words switch
    {
        _ when words.StartsWith("bad checksum", StringComparison.Ordinal) => [TronAddressRefusal.BadChecksum],
        _ when words.Contains("payload length", StringComparison.Ordinal) => [TronAddressRefusal.WrongLength],
        _ when words.Contains("wrong prefix", StringComparison.Ordinal) => [TronAddressRefusal.WrongPrefix],
        _ when words.Contains("base58 alphabet", StringComparison.Ordinal) => [TronAddressRefusal.BadCharacter],
        _ when words.Contains("0x", StringComparison.Ordinal) => [TronAddressRefusal.EthereumStyle],
        _ when words.Contains("whitespace", StringComparison.Ordinal) => [TronAddressRefusal.WhiteSpace],
        _ when words.Contains("look-alike", StringComparison.Ordinal) => [TronAddressRefusal.BadCharacter],
        _ when words.Contains("text length", StringComparison.Ordinal) => [TronAddressRefusal.WrongLength],
        // Lower case makes characters that base58 leaves out, or a wrong checksum, as it happens.
        _ when words.Contains("letter case", StringComparison.Ordinal) => [TronAddressRefusal.BadChecksum, TronAddressRefusal.BadCharacter],
        _ when words.Contains("hex form", StringComparison.Ordinal) => [TronAddressRefusal.BadHex, TronAddressRefusal.WrongLength, TronAddressRefusal.BadCharacter],
        // "Not a TRON address" is said of empty text, other coins and nonsense: any reason is a right one.
        _ => [.. Enum.GetValues<TronAddressRefusal>().Where(reason => reason != TronAddressRefusal.None)],
    };
}
