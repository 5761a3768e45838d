using System.Text.Json;
using Marketplace.Kernel;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class SettingsTests : PaymentsTest
{
    private static readonly Lazy<JsonElement> Vectors = new(() => JsonDocument.Parse(File.ReadAllText(FindVectors())).RootElement);

    private IPaymentNetwork Network => Market.Services.GetRequiredService<IPaymentNetwork>();

    [Test]
    public void Addresses_are_those_of_any_wallet_with_the_same_words()
    {
        using var root = HdPrivateKey.FromSeed(Mnemonic.Parse(TronVault.RevealWords(Vault, VaultKey)).Value.ToSeed()).Value;
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
        Assert.That(string.Join('\n', Market.Logs.Lines), Does.Not.Contain(TronVault.RevealWords(Vault, VaultKey)).And.Not.Contain(File.ReadAllText($"{Vault}.key").Trim()));
    }

    private const string ABlackHole = "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy";
    private static readonly HdPublicKey Account = HdPrivateKey.FromSeed(new byte[32]).Then(root => root.Derive(HdPath.Account())).Value.ToPublic();
    private static readonly string AnAccount = Account.ToString();
    private static readonly string ABranch = Account.Child(0).Value.ToString();

    private static readonly TestCaseData[] WrongSettings =
    [
        Wrong("moonnet", tron => tron.Network = "moonnet", "Network must be"),
        Wrong("no endpoint", tron => tron.Endpoints.Clear(), "Endpoints"),
        Wrong("a file as endpoint", tron => tron.Endpoints.Add(new Uri("file:///etc/passwd")), "Endpoints"),
        Wrong("no wallet", tron => tron.Vault = null, "Vault"),
        Wrong("a vault without its key", tron => tron.VaultKey = null, "VaultKey"),
        Wrong("a vault and an xpub", tron => tron.AccountXpub = AnAccount, "either Vault"),
        Wrong("an xpub that is none", tron => (tron.Vault, tron.AccountXpub, tron.HotAddress) = (null, "xpub6", ABlackHole), "AccountXpub is not"),
        Wrong("an xpub of another depth", tron => (tron.Vault, tron.AccountXpub, tron.HotAddress) = (null, ABranch, ABlackHole), "AccountXpub is not"),
        Wrong("an xpub without a hot wallet", tron => (tron.Vault, tron.AccountXpub) = (null, AnAccount), "HotAddress"),
        Wrong("a signer beside a vault", tron => (tron.Signer, tron.SignerToken) = ("http://127.0.0.1:1", "token"), "without a Vault"),
        Wrong("a signer over an open line", tron => (tron.Signer, tron.SignerToken) = ("http://signer.example", "token"), "open line"),
        Wrong("limits that nobody remembers", tron => tron.Signing.DailyLimit = Sun.FromTrx(1), "Journal"),
        Wrong("a limit of nothing", tron => (tron.Signing.Journal, tron.Signing.DailyLimit) = ("journal", Sun.Zero), "above 0"),
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
