using Marketplace.Tron.Payments;

namespace Marketplace.Host.Tests;

/// <summary><c>keys …</c> as an operator types it.</summary>
public class KeyCommandTests
{
    [Test]
    public async Task One_command_makes_vault_and_key_and_says_the_two_settings()
    {
        await using var worlds = new Worlds();
        var path = worlds.File("new.vault");

        var (code, output, _) = await RunAsync("keys", "new", path);

        var info = TronVault.Check(path, TronVaultKeySource.File($"{path}.key"));
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain($"paid from {info.HotAddress}").And.Contain(info.AccountXpub).And.Contain($"locked with the key {info.KeyId}"));
        Assert.That(output, Does.EndWith($"Settings: Tron__Vault={path} Tron__VaultKeyFile={path}.key\n"));
        Assert.That(output, Does.Contain($"Marketplace.Host keys words '{path}'\n"));
        var words = TronVault.RevealWords(path, TronVaultKeySource.File($"{path}.key")).Split(' ');
        Assert.That(Enumerable.Range(0, 23).Select(at => $"{words[at]} {words[at + 1]}"), Has.None.Matches<string>(pair => output.Contains(pair!, StringComparison.Ordinal)));
    }

    [Test]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        await using var worlds = new Worlds();
        var before = await File.ReadAllTextAsync(worlds.Vault);

        var (code, _, error) = await RunAsync("keys", "new", worlds.Vault);
        var (imported, _, _) = await RunAsync("keys", "import", worlds.Vault);
        var (token, _, tokenError) = await RunAsync("keys", "token", worlds.VaultKey);

        Assert.That((code, imported, token), Is.EqualTo((73, 73, 73)));
        Assert.That(error.Trim(), Does.EndWith("exists already and stays as it is; choose another name."));
        Assert.That(tokenError.Trim(), Does.EndWith("exists already and stays as it is; choose another name."));
        Assert.That(await File.ReadAllTextAsync(worlds.Vault), Is.EqualTo(before));
    }

    [Test]
    public async Task The_words_are_shown_when_asked_for_and_make_the_same_wallet_again()
    {
        await using var worlds = new Worlds();
        var (code, words, _) = await RunAsync("keys", "words", worlds.Vault, "--key-file", worlds.VaultKey);
        Assert.That(code, Is.Zero);
        Assert.That(words.Trim().Split(' '), Has.Length.EqualTo(24));

        var again = worlds.File("again.vault");
        using var input = new StringReader(words);
        var (imported, output, _) = await RunAsync(input, "keys", "import", again, "--key-file", worlds.VaultKey);

        Assert.That(imported, Is.Zero);
        Assert.That(output, Does.Contain(worlds.Wallet.HotAddress).And.Contain(worlds.Wallet.AccountXpub).And.Contain($"Tron__VaultKeyFile={worlds.VaultKey}"));
    }

    [Test]
    public async Task Words_that_are_none_are_refused_and_not_quoted()
    {
        await using var worlds = new Worlds();
        using var input = new StringReader("secret secret secret");

        var (code, output, error) = await RunAsync(input, "keys", "import", worlds.File("x.vault"));

        Assert.That(code, Is.EqualTo(78));
        Assert.That(error, Does.Contain("12, 15, 18, 21 or 24 words").And.Not.Contain("secret"));
        Assert.That(output, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task What_is_public_is_shown_without_a_key()
    {
        await using var worlds = new Worlds();
        File.Delete(worlds.VaultKey);

        var (code, output, _) = await RunAsync("keys", "show", worlds.Vault);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain(worlds.Wallet.HotAddress).And.Contain(worlds.Wallet.AccountXpub).And.Contain(worlds.Wallet.KeyId));
    }

    [Test]
    public async Task A_vault_is_locked_anew_with_a_key_that_is_made()
    {
        await using var worlds = new Worlds();
        var next = worlds.File("next.key");

        var (code, output, _) = await RunAsync("keys", "rotate", worlds.Vault, "--to-file", next);

        var info = TronVault.Check(worlds.Vault, TronVaultKeySource.File(next));
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain($"locked with the key {info.KeyId} now").And.EndWith($"Setting: Tron__VaultKeyFile={next}\n"));
        var (old, _, error) = await RunAsync("keys", "words", worlds.Vault, "--key-file", worlds.VaultKey);
        Assert.That(old, Is.EqualTo(78));
        Assert.That(error, Does.Contain($"is locked with the key {info.KeyId}").And.Contain($"holds the key {worlds.Wallet.KeyId}"));
    }

    [Test]
    public async Task A_vault_that_does_not_open_leaves_no_new_key_behind()
    {
        await using var worlds = new Worlds();
        await File.WriteAllTextAsync(worlds.Vault, "{}");

        var (code, _, _) = await RunAsync("keys", "rotate", worlds.Vault, "--to-file", worlds.File("next.key"));

        Assert.That(code, Is.EqualTo(78));
        Assert.That(File.Exists(worlds.File("next.key")), Is.False);
    }

    [Test]
    public async Task Where_no_key_is_named_it_is_the_one_beside_the_vault_or_a_question()
    {
        await using var worlds = new Worlds();
        Assert.That((await RunAsync("keys", "words", worlds.Vault)).Code, Is.Zero);

        File.Move(worlds.VaultKey, worlds.File("elsewhere.key"));
        var (code, _, error) = await RunAsync("keys", "words", worlds.Vault);
        var (found, _, _) = await RunAsync("keys", "words", worlds.Vault, $"--Tron:VaultKeyFile={worlds.File("elsewhere.key")}");

        Assert.That((code, found), Is.EqualTo((64, 0)));
        Assert.That(error, Does.Contain("Where is the vault's key? Say --key-file FILE"));
    }

    [TestCase("Required argument 'FILE' missing for command: 'new'.", "keys", "new")]
    [TestCase("Required argument 'FILE' missing for command: 'new'.", "keys", "new", "--key-file", "x")]
    [TestCase("A key is in one place: a file, a secret or a variable.", "keys", "rotate", "x.vault", "--key-file", "a", "--to-file", "b", "--to-secret", "c")]
    [TestCase("Where shall the new key be? Say --to-file FILE", "keys", "rotate", "x.vault", "--key-file", "a")]
    [TestCase("Unrecognized command or argument 'b'.", "keys", "show", "a", "b")]
    [TestCase("Unrecognized command or argument 'sell'.", "keys", "sell", "a")]
    public async Task Anything_else_is_answered_with_what_is_wrong(string fault, params string[] words)
    {
        var (code, _, error) = await RunAsync(words);

        Assert.That(code, Is.EqualTo(64));
        Assert.That(error, Does.Contain(fault));
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(TextReader.Null, arguments);

    private static async Task<(int Code, string Output, string Error)> RunAsync(TextReader input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync(arguments, output, errors, input);
        return (code, output.ToString(), errors.ToString());
    }
}
