using System.Text;

namespace Marketplace.Tron.Tests;

public class KeyVectorTests
{
    private const int AddressCharacters = 34;

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
            Assert.That(Fitting(vector.TextOrEmpty("reason"), text), Does.Contain(reason), $"{text}: {vector.TextOrEmpty("reason")}");
            Assert.That(TronAddress.Parse(text).Code, Is.EqualTo(TronErrorCodes.InvalidAddress));
        }
    }

    [Test]
    public void Every_invalid_private_key_of_the_vectors_is_refused()
    {
        foreach (var vector in VectorFile.Group("invalidPrivateKeys"))
        {
            Assert.That(TronKey.FromHex(vector.Text("privateKey")).Code, Is.EqualTo(TronErrorCodes.InvalidKey), vector.TextOrEmpty("reason"));
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
            foreach (var address in vector.Items("addresses"))
            {
                var path = address.Text("path");
                using var child = master.Derive(path).Value;
                var secret = new byte[32];
                child.Key.CopySecretTo(secret);
                Assert.That(Convert.ToHexStringLower(secret), Is.EqualTo(address.Text("privateKey")));
                Assert.That(Convert.ToHexStringLower(child.ChainCode), Is.EqualTo(address.Text("chainCode")));
                Assert.That(child.Key.Address.ToHex(), Is.EqualTo(address.Text("addressHex")));
                Assert.That(child.Key.Address.ToString(), Is.EqualTo(address.Text("addressBase58")));
                var steps = HdPath.Parse(path).Value;
                if (steps.Count == 5 && path == HdPath.Address(steps[4], steps[3]))
                {
                    Assert.That(publicAccount.DeriveAddress(steps[4], steps[3]).Value, Is.EqualTo(child.Key.Address), "No secret is needed for it.");
                }
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
            Assert.That(Mnemonic.Parse(vector.Text("mnemonic")).Code, Is.EqualTo(TronErrorCodes.InvalidMnemonic), vector.TextOrEmpty("reason"));
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
    private static TronAddressRefusal[] Fitting(string words, string text)
    {
        bool Says(string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);
        return words switch
        {
            // A character lost or doubled spoils the checksum too, but the length is what a person sees first.
            _ when Says("bad checksum") => text.Length == AddressCharacters ? [TronAddressRefusal.BadChecksum] : [TronAddressRefusal.BadChecksum, TronAddressRefusal.WrongLength],
            _ when Says("payload length") || Says("text length") => [TronAddressRefusal.WrongLength],
            _ when Says("wrong prefix byte") => [TronAddressRefusal.WrongPrefix],
            _ when Says("base58 alphabet") => [TronAddressRefusal.BadCharacter],
            _ when Says("hex form") => [TronAddressRefusal.BadHex, TronAddressRefusal.WrongLength, TronAddressRefusal.BadCharacter],
            _ when Says("Ethereum") => [TronAddressRefusal.EthereumStyle],
            // Where Unicode draws the line between a space and an invisible character is not where people do.
            _ when Says("whitespace") || Says("look-alike") => [TronAddressRefusal.WhiteSpace, TronAddressRefusal.BadCharacter],
            // Lower case makes characters that base58 leaves out, or a wrong checksum, as it happens.
            _ when Says("letter case") => [TronAddressRefusal.BadChecksum, TronAddressRefusal.BadCharacter],
            // "Not a TRON address" is said of empty text, other coins and nonsense: any reason is a right one.
            _ => [.. Enum.GetValues<TronAddressRefusal>().Where(reason => reason != TronAddressRefusal.None)],
        };
    }
}
