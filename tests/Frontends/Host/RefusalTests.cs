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
    [TestCase("Tron:KeyFile", "", 78, "Tron__KeyFile is not set; make a key file with")]
    [TestCase("Tron:KeyFile", "/nowhere/wallet.key", 78, "'/nowhere/wallet.key' does not exist; make one with: Marketplace.Host keys new")]
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
    public async Task A_key_file_that_others_can_read_is_refused()
    {
        await using var worlds = new Worlds();
        SetMode(worlds.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await ExpectAsync(worlds.Arguments(), 78, "is open to others; run: chmod 600");
    }

    [Test]
    public async Task A_key_file_without_a_wallet_is_refused_without_a_word_of_it()
    {
        await using var worlds = new Worlds();
        await File.WriteAllTextAsync(worlds.KeyFile, "secret secret secret");

        await ExpectAsync(worlds.Arguments(), 78, "holds no valid mnemonic");
    }

    [Test]
    public async Task A_token_that_Telegram_refuses_is_refused()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();

        await ExpectAsync(worlds.Arguments(("Frontends:Telegram:Token", "424242:secret-secret-secret-secret-secret")), 77, "Telegram refuses Frontends__Telegram__Token");
    }

    [Test]
    public async Task A_new_key_file_is_its_owners_alone_and_never_overwrites_another()
    {
        await using var worlds = new Worlds();
        var path = worlds.File("new.key");

        var (first, output, _) = await RunAsync(["keys", "new", path]);
        var words = await File.ReadAllTextAsync(path);
        var (second, _, error) = await RunAsync(["keys", "new", path]);

        Assert.That((first, second), Is.EqualTo((0, 73)));
        Assert.That(output, Does.Contain("Withdrawals are paid from T").And.Not.Contains(words.Split(' ')[0] + " "));
        Assert.That(error.Trim(), Does.EndWith("exists already and stays as it is; choose another name."));
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(words));
        Assert.That(words.Split(' '), Has.Length.EqualTo(24));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
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
