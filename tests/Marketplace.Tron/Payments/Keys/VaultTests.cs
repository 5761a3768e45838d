using System.Runtime.Versioning;
using System.Text;
using Marketplace.Testing;
using NUnit.Framework.Constraints;

namespace Marketplace.Tron.Payments.Tests.Keys;

internal sealed class VaultTests
{
    private const string Words =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
        + "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";

    private string vault = null!;

    private string KeyFile => $"{vault}.key";

    private TronVaultKeySource Key => TronVaultKeySource.File(KeyFile);

    [SetUp]
    public void Create()
    {
        vault = Path.Combine(Directory.CreateDirectory(Path.Combine(TestFolder.Path, Unique.Name())).FullName, "wallet.vault");
        using var key = TronVaultKey.Create(KeyFile);
        TronVault.Create(vault, key);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public void Vault_and_key_are_their_owners_alone_and_nothing_else_is_left_behind()
    {
        Assert.That(File.GetUnixFileMode(vault), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(vault)!), Is.EquivalentTo(new[] { vault, KeyFile }));
    }

    [Test]
    public void A_vault_and_a_key_are_never_overwritten()
    {
        var (before, keyBefore) = (File.ReadAllText(vault), File.ReadAllText(KeyFile));
        using var key = Key.Read();

        Assert.That(() => TronVault.Create(vault, key), Refuses(TronVaultRefusal.Exists, "exists already and stays as it is"));
        Assert.That(() => TronVault.Import(vault, Words, key), Refuses(TronVaultRefusal.Exists, "exists already"));
        Assert.That(() => TronVaultKey.Create(KeyFile), Refuses(TronVaultRefusal.Exists, "exists already"));
        Assert.That((File.ReadAllText(vault), File.ReadAllText(KeyFile)), Is.EqualTo((before, keyBefore)));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(vault)!), Has.Length.EqualTo(2));
    }

    [Test]
    public void The_words_restore_the_same_wallet_in_another_vault()
    {
        var words = TronVault.RevealWords(vault, Key);
        Assert.That(words.Split(' '), Has.Length.EqualTo(24));

        var other = $"{vault}.other";
        using var key = TronVaultKey.Create($"{other}.key");
        var restored = TronVault.Import(other, $" {words.Replace(" ", "\n", StringComparison.Ordinal)}\n", key);

        var original = TronVault.Describe(vault);
        Assert.That((restored.AccountXpub, restored.HotAddress), Is.EqualTo((original.AccountXpub, original.HotAddress)));
        Assert.That((restored.Id, restored.KeyId), Is.Not.EqualTo((original.Id, original.KeyId)));
        Assert.That(TronVault.RevealWords(other, TronVaultKeySource.File($"{other}.key")), Is.EqualTo(words));
    }

    [Test]
    public void Words_that_are_known_give_the_addresses_that_are_known()
    {
        var other = $"{vault}.other";
        using var key = Key.Read();

        var imported = TronVault.Import(other, Words, key);

        // bip39, bip32 and TronWeb give the same for this seed of all zeros.
        using var root = HdPrivateKey.FromSeed(Mnemonic.Parse(Words).Value.ToSeed()).Value;
        using var account = root.Derive("m/44'/195'/0'").Value;
        using var hot = root.Derive("m/44'/195'/1'/0/0").Value;
        Assert.That((imported.AccountXpub, imported.HotAddress), Is.EqualTo((account.ToPublic().ToString(), hot.Key.Address.ToString())));
    }

    [TestCase("abandon abandon abandon", "12, 15, 18, 21 or 24")]
    [TestCase("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", "these are 12 words")]
    [TestCase("", "no words")]
    public void Other_words_are_refused_and_not_quoted(string words, string reason)
    {
        using var key = Key.Read();

        Assert.That(() => TronVault.Import($"{vault}.other", words, key), Refuses(TronVaultRefusal.BadWords, reason).And.Message.Not.Contains("abandon"));
        Assert.That(File.Exists($"{vault}.other"), Is.False);
    }

    [Test]
    public void Every_single_flipped_bit_keeps_it_shut()
    {
        var whole = File.ReadAllBytes(vault);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(vault, flipped);
            try
            {
                TronVault.Check(vault, Key);
                Assert.Fail($"It opens with bit {bit} flipped, in: {Encoding.UTF8.GetString(flipped)}");
            }
            catch (TronVaultException refused)
            {
                Assert.That(refused.Refusal, Is.EqualTo(TronVaultRefusal.Damaged).Or.EqualTo(TronVaultRefusal.WrongKey));
            }
        }

        File.WriteAllBytes(vault, whole);
        Assert.That(() => TronVault.Check(vault, Key), Throws.Nothing);
    }

    [Test]
    public void A_part_of_another_vault_under_the_same_key_does_not_fit_in()
    {
        using var key = Key.Read();
        var other = $"{vault}.other";
        TronVault.Create(other, key);
        var (mine, theirs) = (File.ReadAllLines(vault), File.ReadAllLines(other));
        for (var line = 0; line < mine.Length; line++)
        {
            if (mine[line] == theirs[line])
            {
                continue;
            }

            var mixed = (string[])mine.Clone();
            mixed[line] = theirs[line];
            File.WriteAllText(vault, string.Join('\n', mixed) + "\n");
            Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.Damaged, "damaged or was changed"), mixed[line]);
        }
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("secret words that are no vault")]
    public void Something_else_is_no_vault_and_not_quoted(string content)
    {
        File.WriteAllText(vault, content);

        Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.Damaged, vault).And.Message.Not.Contains("secret words"));
        Assert.That(() => TronVault.Describe(vault), Refuses(TronVaultRefusal.Damaged, vault));
    }

    [Test]
    public void A_vault_cut_anywhere_is_damaged()
    {
        var whole = File.ReadAllBytes(vault);
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(vault, whole[..length]);
            Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.Damaged, "damaged"));
        }
    }

    [Test]
    public void A_newer_format_says_so()
    {
        File.WriteAllText(vault, File.ReadAllText(vault).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));

        Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.Damaged, "is of version 2, which this program is too old for"));
    }

    [Test]
    public void The_wrong_key_is_named_beside_the_right_one()
    {
        using var wrong = TronVaultKey.Create($"{vault}.wrong");
        var source = TronVaultKeySource.File($"{vault}.wrong");
        var right = TronVault.Describe(vault).KeyId;

        foreach (var attempt in new Action[] { () => TronVault.Check(vault, source), () => TronVault.RevealWords(vault, source), () => TronVault.Rotate(vault, source, wrong) })
        {
            Assert.That(attempt, Refuses(TronVaultRefusal.WrongKey, right).And.Message.Contains(wrong.Id).And.Message.Contains($"{vault}.wrong"));
        }
    }

    [Test]
    public void A_missing_vault_or_key_is_named()
    {
        Assert.That(() => TronVault.Check("/nowhere/wallet.vault", Key), Refuses(TronVaultRefusal.Missing, "the vault '/nowhere/wallet.vault' does not exist"));
        Assert.That(() => TronVault.Check(vault, TronVaultKeySource.File("/nowhere/key")), Refuses(TronVaultRefusal.Missing, "the key file '/nowhere/key' does not exist"));
        Assert.That(() => TronVault.Check(vault, TronVaultKeySource.Secret("/nowhere/key")), Refuses(TronVaultRefusal.Missing, "the mounted secret '/nowhere/key'"));
        Assert.That(() => TronVault.Check(vault, TronVaultKeySource.Variable("MARKETPLACE_NO_SUCH_KEY")), Refuses(TronVaultRefusal.Missing, "MARKETPLACE_NO_SUCH_KEY is not set"));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public void What_others_may_read_is_refused_and_a_mounted_secret_is_not()
    {
        const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(KeyFile, ForAll);
        Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.OpenToOthers, $"chmod 600 '{KeyFile}'"));
        Assert.That(() => TronVault.Check(vault, TronVaultKeySource.Secret(KeyFile)), Throws.Nothing);

        File.SetUnixFileMode(vault, ForAll);
        Assert.That(() => TronVault.Describe(vault), Refuses(TronVaultRefusal.OpenToOthers, $"chmod 600 '{vault}'"));
    }

    [Test]
    public void A_key_may_be_hexadecimal_or_base64_in_a_file_or_a_variable()
    {
        var bytes = Convert.FromHexString(File.ReadAllText(KeyFile).Trim());
        var variable = $"MARKETPLACE_{Unique.Name()}";
        foreach (var text in new[] { Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), $"  {Convert.ToBase64String(bytes)}\r\n" })
        {
            File.WriteAllText(KeyFile, text);
            Environment.SetEnvironmentVariable(variable, text);
            Assert.That(TronVault.Check(vault, Key), Is.EqualTo(TronVault.Check(vault, TronVaultKeySource.Variable(variable))));
        }

        Environment.SetEnvironmentVariable(variable, null);
    }

    [TestCase("")]
    [TestCase("correct horse battery staple")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("00112233445566778899aabbccddeeff00112233445566778899aabbccddeef")]
    [TestCase("00112233445566778899aabbccddeeff00112233445566778899aabbccddeezz")]
    [TestCase("ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7g==")]
    public void What_is_no_key_of_32_bytes_is_refused_and_not_quoted(string text)
    {
        File.WriteAllText(KeyFile, text);

        var refused = Assert.Throws<TronVaultException>(() => TronVault.Check(vault, Key))!;
        Assert.That(refused.Refusal, Is.EqualTo(TronVaultRefusal.Damaged));
        Assert.That(refused.Message, Does.Contain("holds no vault key: 32 random bytes"));
        if (text.Length > 0)
        {
            Assert.That(refused.ToString(), Does.Not.Contain(text));
        }
    }

    [Test]
    public void Locked_anew_the_old_key_is_refused_and_the_wallet_is_the_same()
    {
        var (before, words) = (TronVault.Describe(vault), TronVault.RevealWords(vault, Key));
        var secretBefore = File.ReadAllText(vault)[File.ReadAllText(vault).IndexOf("\"secret\"", StringComparison.Ordinal)..];
        using var next = TronVaultKey.Create($"{vault}.next");

        var after = TronVault.Rotate(vault, Key, next);

        Assert.That(after, Is.EqualTo(before with { KeyId = next.Id }));
        Assert.That(() => TronVault.Check(vault, Key), Refuses(TronVaultRefusal.WrongKey, before.KeyId).And.Message.Contains(next.Id));
        Assert.That(TronVault.RevealWords(vault, TronVaultKeySource.File($"{vault}.next")), Is.EqualTo(words));
        Assert.That(File.ReadAllText(vault), Does.EndWith(secretBefore), "Only the data key is encrypted anew.");
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(vault)!), Has.Length.EqualTo(3), "No copy is kept, no draft is left.");
    }

    [Test]
    public void Two_vaults_of_one_wallet_under_one_key_have_nothing_encrypted_in_common()
    {
        using var key = Key.Read();
        var (one, two) = ($"{vault}.1", $"{vault}.2");
        TronVault.Import(one, Words, key);
        TronVault.Import(two, Words, key);

        var common = Encrypted(one).Intersect(Encrypted(two));

        Assert.That(Encrypted(one).Count(), Is.EqualTo(6));
        Assert.That(common, Is.Empty);

        static IEnumerable<string> Encrypted(string path) => File.ReadAllLines(path).Where(line => line.StartsWith("    ", StringComparison.Ordinal));
    }

    [Test]
    public void Nothing_secret_stands_in_the_file_in_any_text_or_in_any_refusal()
    {
        var words = TronVault.RevealWords(vault, Key);
        var seed = Mnemonic.Parse(words).Value.ToSeed();
        using var root = HdPrivateKey.FromSeed(seed).Value;
        using var hot = root.Derive("m/44'/195'/1'/0/0").Value;
        using var account = root.Derive("m/44'/195'/0'").Value;
        var secret = new byte[32];
        hot.Key.CopySecretTo(secret);
        var keyText = File.ReadAllText(KeyFile).Trim();
        string[] secrets =
        [
            .. Enumerable.Range(0, 23).Select(at => string.Join(' ', words.Split(' ')[at..(at + 2)])),
            Convert.ToHexStringLower(seed), Convert.ToBase64String(seed), Convert.ToHexStringLower(secret), hot.RevealXprv(), account.RevealXprv(),
            keyText, Convert.ToBase64String(Convert.FromHexString(keyText)),
        ];
        using var key = Key.Read();
        using var wrong = TronVaultKey.Create($"{vault}.wrong");
        var whole = File.ReadAllBytes(vault);
        List<string> texts = [File.ReadAllText(vault), key.ToString(), Key.ToString(), TronVault.Describe(vault).ToString(), TronVault.Check(vault, Key).ToString()];
        texts.Add(Complaint(() => TronVault.Check(vault, TronVaultKeySource.File($"{vault}.wrong"))));
        texts.Add(Complaint(() => TronVault.Create(vault, key)));
        texts.Add(Complaint(() => TronVault.Import($"{vault}.x", words[..^1], key)));
        texts.Add(Complaint(() => TronVault.Import($"{vault}.x", $"{words} {words}", key)));
        texts.Add(Complaint(() => TronVault.Import("/nowhere/at/all", words, key)));
        foreach (var place in new[] { 10, whole.Length / 2, whole.Length - 20 })
        {
            var flipped = (byte[])whole.Clone();
            flipped[place] ^= 1;
            File.WriteAllBytes(vault, flipped);
            texts.Add(Complaint(() => TronVault.Check(vault, Key)));
        }

        foreach (var found in secrets)
        {
            Assert.That(texts, Has.None.Contains(found).IgnoreCase);
        }
    }

    private static string Complaint(Action action) => Assert.Throws<TronVaultException>(() => action())!.ToString();

    private static ContainsConstraint Refuses(TronVaultRefusal refusal, string words) => Throws.TypeOf<TronVaultException>()
        .With.Property(nameof(TronVaultException.Refusal)).EqualTo(refusal).And.Message.Contains(words).And.Message.Not.Contains("\n");
}
