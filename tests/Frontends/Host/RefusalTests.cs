using Marketplace.Tron.Payments;

namespace Marketplace.Host.Tests;

/// <summary>Each wrong setting is refused with one sentence and an exit code, before anything is done.</summary>
public class RefusalTests
{
    [TestCase("Frontends:Telegram:Token", "", 78, "Telegram: Token is missing")]
    [TestCase("Frontends:Telegram:Token", "secret", 78, "Telegram: Token does not look like")]
    [TestCase("Frontends:Telegram:BaseUrl", "http://bots.example", 78, "would send the token over an open line")]
    [TestCase("Database:Provider", "oracle", 78, "Database__Provider 'oracle' is unknown; it is sqlite or postgresql.")]
    [TestCase("Database:ConnectionString", "", 78, "Database__ConnectionString is not set")]
    [TestCase("Database:ConnectionString", "Sata Source=x;Password=secret", 78, "Database__ConnectionString is not understood")]
    [TestCase("Database:ConnectionString", "Data Source=/nowhere/at/all.db", 69, "The database \\(SQLite /nowhere/at/all.db\\) can not be used")]
    [TestCase("Tron:Network", "", 78, "Tron__Network is not set")]
    [TestCase("Tron:Network", "moon", 78, "Tron__Network 'moon' is unknown; it is devnet, nile, shasta or mainnet.")]
    [TestCase("Tron:Network", "mainnet", 78, "set Tron__AcknowledgeMainnet=yes")]
    [TestCase("Tron:Endpoints:0", "node", 78, "'node' is not an http or https address")]
    [TestCase("Tron:Vault", "", 78, "Tron__Vault is not set; make a vault with: Marketplace.Host keys new wallet.vault")]
    [TestCase("Tron:Vault", "/nowhere/wallet.vault", 78, "'/nowhere/wallet.vault' does not exist; make one with: Marketplace.Host keys new")]
    [TestCase("Tron:VaultKeyFile", "", 78, "Tron__VaultKeyFile is not set")]
    [TestCase("Tron:VaultKeyFile", "/nowhere/key", 78, "the key file '/nowhere/key' does not exist")]
    [TestCase("Tron:VaultKeySecret", "/run/secrets/key", 78, "Tron__VaultKeyFile and Tron__VaultKeySecret are both set; a vault has one key")]
    [TestCase("Tron:ColdAddress", "T", 78, "ColdAddress is not an address of TRON")]
    [TestCase("role", "boss", 78, "--role 'boss' is unknown; it is all, market or signer")]
    [TestCase("role", "market", 78, "Tron__VaultKeyFile is set, and a host with --role market holds no key")]
    [TestCase("Signer:DailyLimit", "much", 78, "Signer__DailyLimit 'much' is no amount of TRX above 0")]
    [TestCase("Signer:RebuildMargin", "soon", 78, "Signer__RebuildMargin 'soon' is not a time")]
    [TestCase("Campaigns:PlatformFee", "13.6", 78, "let people profit from sponsoring themselves")]
    [TestCase("Campaigns:PlatformFee", "much", 78, "Campaigns__PlatformFee is not understood: 'much' is no share")]
    [TestCase("Campaigns:MinimumReward", "1.0000001", 78, "Campaigns__MinimumReward is not understood")]
    [TestCase("Wallets:MinimumDeposit", "0", 78, "Wallets: MinimumDeposit")]
    [TestCase("Accounts:Operators:0", "@ada", 78, "Accounts: each of Operators")]
    [TestCase("Http:Url", "everywhere", 78, "Http__Url 'everywhere' is not an address")]
    [TestCase("Health:AuditInterval", "often", 78, "Health__AuditInterval 'often' is not a time")]
    [TestCase("Http:ExposeLedger", "perhaps", 78, "Http__ExposeLedger 'perhaps' is neither true nor false")]
    public async Task A_wrong_setting_is_refused_with_one_sentence(string key, string value, int exitCode, string sentence)
    {
        await using var worlds = new Worlds();

        await ExpectAsync(worlds.Arguments((key, value)), exitCode, sentence);
    }

    [Test]
    public async Task The_ledger_is_never_shown_beyond_this_machine()
    {
        await using var worlds = new Worlds();

        await ExpectAsync(worlds.Arguments(("Http:Url", "http://0.0.0.0:5080"), ("Http:ExposeLedger", "true")), 78, "Http__Url must be a loopback address");
    }

    [Test]
    public async Task A_database_server_that_is_away_is_named_without_its_password()
    {
        await using var worlds = new Worlds();

        await ExpectAsync(
            worlds.Arguments(("Database:Provider", "postgresql"), ("Database:ConnectionString", "Host=127.0.0.1;Port=1;Database=market;Username=m;Password=secret")),
            69,
            "The database \\(PostgreSQL market@127.0.0.1\\) can not be used");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes")]
    public async Task A_vault_or_a_key_that_others_can_read_is_refused()
    {
        await using var worlds = new Worlds();
        const UnixFileMode ForTheGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

        SetMode(worlds.VaultKey, ForTheGroup);
        await ExpectAsync(worlds.Arguments(), 77, "the key file .* is open to others; run: chmod 600");
        SetMode(worlds.VaultKey, UnixFileMode.UserRead);
        SetMode(worlds.Vault, ForTheGroup);
        await ExpectAsync(worlds.Arguments(), 77, "the vault .* is open to others; run: chmod 600");
    }

    [Test]
    public async Task A_vault_that_is_none_is_refused_without_a_word_of_it()
    {
        await using var worlds = new Worlds();
        await File.WriteAllTextAsync(worlds.Vault, "secret secret secret");

        await ExpectAsync(worlds.Arguments(), 78, "the vault .* is damaged or was changed");
    }

    [Test]
    public async Task The_key_of_another_vault_is_refused_by_the_names_of_both()
    {
        await using var worlds = new Worlds();
        using var other = TronVaultKey.Create(worlds.File("other.key"));

        await ExpectAsync(worlds.Arguments(("Tron:VaultKeyFile", worlds.File("other.key"))), 78, $"is locked with the key {worlds.Wallet.KeyId}, .* holds the key {other.Id}");
    }

    [Test]
    public async Task The_words_in_the_clear_of_earlier_versions_are_not_read_and_the_way_on_is_said()
    {
        await using var worlds = new Worlds();

        await ExpectAsync(worlds.Arguments(("Tron:Vault", ""), ("Tron:KeyFile", "wallet.key")), 78, "make a vault of it with: Marketplace.Host keys import wallet.vault < 'wallet.key'");
    }

    [Test]
    public async Task A_token_that_Telegram_refuses_is_refused()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();

        await ExpectAsync(worlds.Arguments(("Frontends:Telegram:Token", "424242:secret-secret-secret-secret-secret")), 77, "Telegram refuses Frontends__Telegram__Token");
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task ExpectAsync(string[] arguments, int exitCode, string sentence)
    {
        var (code, _, error) = await RunAsync(arguments);

        Assert.That(error.Trim(), Does.Match(sentence).And.Not.Contains("secret").And.Not.Contains("   at ").And.Not.Contains("\n"));
        Assert.That(code, Is.EqualTo(exitCode));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await HostProgram.RunAsync(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
