using System.Runtime.Versioning;
using System.Text.Json;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class SettingsTests : PaymentsTest
{
    private static readonly Lazy<JsonElement> Vectors = new(() => JsonDocument.Parse(File.ReadAllText(FindVectors())).RootElement);

    private IPaymentNetwork Network => Market.Services.GetRequiredService<IPaymentNetwork>();

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public void A_key_file_is_for_its_owner_alone_and_never_overwritten()
    {
        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.ReadAllText(KeyFile).Split(' '), Has.Length.EqualTo(24));
        Assert.That(() => TronKeyFile.Create(KeyFile), Throws.InstanceOf<IOException>());
        Assert.That(TronKeyFile.HotWalletAddress(KeyFile), Is.EqualTo(Hot.ToString()));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win")]
    public void A_key_file_that_others_may_read_is_refused()
    {
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.That(() => TronKeyFile.HotWalletAddress(KeyFile), Throws.InvalidOperationException.With.Message.Contains("chmod 600"));
    }

    [TestCase("abandon abandon abandon", "12, 15, 18, 21 or 24")]
    [TestCase("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", "12 words")]
    [TestCase("", "mnemonic")]
    public void A_key_file_without_24_valid_words_is_refused_and_not_quoted(string content, string reason)
    {
        File.WriteAllText(KeyFile, content);

        Assert.That(
            () => TronKeyFile.HotWalletAddress(KeyFile), Throws.InvalidOperationException.With.Message.Contains(reason).And.Message.Not.Contains("abandon"));
    }

    [Test]
    public void A_missing_key_file_is_named() => Assert.That(
        () => TronKeyFile.HotWalletAddress("/nowhere/wallet.key"), Throws.InvalidOperationException.With.Message.Contains("/nowhere/wallet.key"));

    [Test]
    public void Addresses_are_those_of_any_wallet_with_the_same_words()
    {
        using var root = HdPrivateKey.FromSeed(Mnemonic.Parse(File.ReadAllText(KeyFile)).Value.ToSeed()).Value;
        string At(string path)
        {
            using var key = root.Derive(path).Value;
            return key.Key.Address.ToString();
        }

        Assert.That(
            Enumerable.Range(0, 5).Select(Network.DepositAddress), Is.EqualTo(Enumerable.Range(0, 5).Select(index => At($"m/44'/195'/0'/0/{index}"))));
        Assert.That(Hot.ToString(), Is.EqualTo(At("m/44'/195'/1'/0/0")));
    }

    [Test]
    public void An_invalid_address_is_refused_with_its_reason()
    {
        foreach (var vector in Vectors.Value.GetProperty("invalidAddresses").EnumerateArray())
        {
            var text = vector.GetProperty("address").GetString()!;
            var parsed = Network.ParseAddress(text);
            // White space at the ends is a slip of the hand, not of the meaning.
            if (parsed.Succeeded)
            {
                Assert.That(text.Trim(), Is.Not.EqualTo(text).And.EqualTo(parsed.Value), vector.ToString());
            }
            else
            {
                Assert.That(parsed.Error.Code, Is.EqualTo(WalletErrors.BadAddress.Code));
                Assert.That(parsed.Error.Arguments["reason"], Is.Not.Empty.And.Not.EqualTo("None"));
            }
        }
    }

    [Test]
    public void Both_spellings_of_an_address_are_one()
    {
        Assert.That(Network.ParseAddress($" {Home.Address} ").Value, Is.EqualTo(Home.Address.ToString()));
        Assert.That(Network.ParseAddress(Home.Address.ToHex()).Value, Is.EqualTo(Home.Address.ToString()));
    }

    [Test]
    public void Nobody_withdraws_to_the_house_or_to_where_coins_vanish()
    {
        Assert.That(Network.ParseAddress(Hot.ToString()).Error, Is.EqualTo(WalletErrors.OwnAddress));
        Assert.That(Network.ParseAddress("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb").Succeeded, Is.False);
        Assert.That(Network.ParseAddress("TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy").Succeeded, Is.False);
    }

    [Test]
    public async Task A_node_of_another_network_stops_the_start()
    {
        Chain.ConfigureEndpoint("stranger", otherChain: true);
        await using var market = Market.AnotherProcess(services => Install(services, "/", "/nodes/stranger/"));
        Assert.That(
            async () => await ConnectAsync(market),
            Throws.InvalidOperationException.With.Message.Contains("is not on devnet").And.Message.Contains(Chain.GenesisId));
    }

    [Test]
    public async Task Nile_by_a_node_of_the_devnet_stops_the_start()
    {
        await using var market = Market.AnotherProcess(services =>
        {
            Install(services, "/");
            services.Configure<TronPaymentsOptions>(tron => tron.Network = "nile");
        });
        Assert.That(async () => await ConnectAsync(market), Throws.InvalidOperationException.With.Message.Contains("is not on nile"));
    }

    [Test]
    public async Task Without_any_node_the_host_starts_and_says_so()
    {
        await using var market = Market.AnotherProcess(services =>
        {
            var options = new TronNodeOptions { MaxAttempts = 1 };
            options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://127.0.0.1:1/")));
            services.AddSingleton(new TronNodeClient(options));
            Install(services, "/");
        });
        await ConnectAsync(market);

        Assert.That(market.Logs.Lines, Has.Some.Contains("No node of TRON devnet answers"));
    }

    [Test]
    public async Task The_start_says_where_it_is_connected_and_never_a_word_of_the_key()
    {
        await ConnectAsync(Market);

        Assert.That(Market.Logs.Lines, Has.Some.Contains("TRON devnet by 1 of 1 nodes").And.Contains(Hot.ToString()));
        Assert.That(string.Join('\n', Market.Logs.Lines), Does.Not.Contain(File.ReadAllText(KeyFile).Trim()));
    }

    private static readonly TestCaseData[] WrongSettings =
    [
        Wrong("moonnet", tron => tron.Network = "moonnet", "Network must be"),
        Wrong("no endpoint", tron => tron.Endpoints.Clear(), "Endpoints"),
        Wrong("a file as endpoint", tron => tron.Endpoints.Add(new Uri("file:///etc/passwd")), "Endpoints"),
        Wrong("no key file", tron => tron.KeyFile = "", "KeyFile"),
        Wrong("mainnet by accident", tron => tron.Network = "mainnet", "AcceptMainnet"),
        Wrong("a genesis of one's own on nile", tron => (tron.Network, tron.GenesisId) = ("nile", "00"), "GenesisId"),
        Wrong("payments that live for an hour", tron => tron.PaymentLifetime = TimeSpan.FromHours(1), "PaymentLifetime"),
    ];

    [TestCaseSource(nameof(WrongSettings))]
    public void A_wrong_setting_stops_the_start_with_a_sentence(Action<TronPaymentsOptions> wrong, string sentence)
    {
        Assert.That(
            () => Market.AnotherProcess(services =>
            {
                Install(services, "/");
                services.Configure(wrong);
            }),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(sentence));
    }

    private static TestCaseData Wrong(string name, Action<TronPaymentsOptions> change, string sentence) =>
        new TestCaseData(change, sentence).SetArgDisplayNames(name);

    private static string FindVectors()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_TRON_VECTORS") is { Length: > 0 } named)
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Marketplace.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "Marketplace.Tron", "vectors", "tron.json");
    }
}
