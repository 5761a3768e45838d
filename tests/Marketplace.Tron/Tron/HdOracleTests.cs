using FsCheck;
using FsCheck.Fluent;

namespace Marketplace.Tron.Tests;

/// <summary>The wallet's words, seeds and keys beside NBitcoin's, for entropies, passphrases and places that nobody chose.</summary>
public class HdOracleTests
{
    private static readonly int[] EntropyBytes = [16, 20, 24, 28, 32];

    private static Arbitrary<Wallet> Wallets { get; } = Arb.From(
        from size in Gen.Elements(EntropyBytes)
        from entropy in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(size)
        from passphrase in Gen.OneOf(
            Gen.Constant(""), Gen.Elements("TREZOR", " spaces ", "e\u0301 \u00e9", "\u092A\u093E\u0938", "\U0001F511"), Gen.Choose(32, 126).Select(sign => (char)sign).ArrayOf().Select(signs => new string(signs)))
        from account in Gen.Choose(0, int.MaxValue).Select(value => (uint)value)
        from change in Gen.Choose(0, 1).Select(value => (uint)value)
        from index in Gen.Choose(0, int.MaxValue).Select(value => (uint)value)
        select new Wallet(entropy, passphrase, account, change, index));

    [Test]
    public void Words_seeds_and_keys_are_those_that_another_library_makes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Wallets, wallet =>
        {
            var words = Mnemonic.FromEntropy(wallet.Entropy).Value;
            var theirs = new NBitcoin.Mnemonic(NBitcoin.Wordlist.English, wallet.Entropy);
            Assert.That(words.RevealWords(), Is.EqualTo(theirs.ToString()));
            Assert.That(Mnemonic.Parse(theirs.ToString()).Value.RevealWords(), Is.EqualTo(words.RevealWords()));

            var seed = words.ToSeed(wallet.Passphrase);
            Assert.That(seed, Is.EqualTo(theirs.DeriveSeed(wallet.Passphrase)));

            using var root = HdPrivateKey.FromSeed(seed).Value;
            var their = NBitcoin.ExtKey.CreateFromSeed(seed);
            Assert.That(root.RevealXprv(), Is.EqualTo(their.ToString(NBitcoin.Network.Main)));

            using var account = root.Derive(HdPath.Account(wallet.Account)).Value;
            var theirAccount = their.Derive(new NBitcoin.KeyPath(HdPath.Account(wallet.Account)));
            Assert.That(account.RevealXprv(), Is.EqualTo(theirAccount.ToString(NBitcoin.Network.Main)));
            Assert.That(account.ToPublic().ToString(), Is.EqualTo(theirAccount.Neuter().ToString(NBitcoin.Network.Main)));

            using var leaf = root.Derive(HdPath.Address(wallet.Index, wallet.Change, wallet.Account)).Value;
            var path = new NBitcoin.KeyPath(wallet.Change, wallet.Index);
            var theirLeaf = theirAccount.Derive(path).PrivateKey;
            Assert.That(Secret(leaf.Key), Is.EqualTo(theirLeaf.ToBytes()));

            var point = theirAccount.Neuter().Derive(path).PubKey.Decompress().ToBytes();
            Assert.That(account.ToPublic().DeriveAddress(wallet.Index, wallet.Change).Value, Is.EqualTo(TronAddress.FromPublicKey(point)));
            Assert.That(leaf.Key.Address, Is.EqualTo(TronAddress.FromPublicKey(point)));
        }));

    private static byte[] Secret(TronKey key)
    {
        var secret = new byte[32];
        key.CopySecretTo(secret);
        return secret;
    }

    /// <param name="Entropy">16 to 32 bytes.</param>
    /// <param name="Passphrase">Beside the words.</param>
    /// <param name="Account">m/44'/195'/account'.</param>
    /// <param name="Change">0 or 1.</param>
    /// <param name="Index">The address.</param>
    private sealed record Wallet(byte[] Entropy, string Passphrase, uint Account, uint Change, uint Index);
}
