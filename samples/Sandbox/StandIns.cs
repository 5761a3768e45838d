using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Frontends.Sandbox;
using Marketplace.Tron;
using Marketplace.Tron.Devnet;
using Marketplace.Tron.Payments;

namespace Marketplace.Samples.Sandbox;

/// <summary>The outside worlds: a chat service and a chain, on the loopback, strict as the real ones.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    /// <summary>Blocks every half second make a deposit final in about ten; on TRON it takes a minute.</summary>
    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(500);

    /// <summary>What the operator put into the hot wallet, so that withdrawals can be paid at once.</summary>
    private const long HotWalletSun = 1_000_000_000;

    private readonly TronDevnet chain;
    private readonly SandboxServer chats;

    private StandIns(TronDevnet chain, SandboxServer chats, SandboxOptions options, string folder, Uri market)
    {
        (this.chain, this.chats, Folder, Market) = (chain, chats, folder, market);
        Token = options.BotToken;
        BotUsername = options.BotUsername;
    }

    /// <summary>The page, and the Bot API.</summary>
    public Uri Url => chats.Url;

    public Uri Chain => chain.Address!;

    /// <summary>Where the marketplace shall serve its ledger.</summary>
    public Uri Market { get; }

    public string Folder { get; }

    public string Token { get; }

    public string BotUsername { get; }

    public static async Task<StandIns> StartAsync(string folder, int port)
    {
        // Beside the page's own, so that its links are the same each time.
        var market = new Uri($"http://127.0.0.1:{(port > 0 && IsFree(port + 1) ? port + 1 : FreePort())}/");
        var chain = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = BlockTime, DataDirectory = Path.Combine(folder, "chain") });
        var options = new SandboxOptions
        {
            Port = IsFree(port) ? port : 0,
            DataDirectory = Path.Combine(folder, "chats"),
            ChainUrl = chain.Address,
            LedgerUrl = new Uri(market, "ledger"),
            HostUrl = market,
            WalletOf = WalletOf,
        };
        var standIns = new StandIns(chain, await SandboxServer.StartAsync(options), options, folder, market);
        standIns.FundHotWallet();
        return standIns;
    }

    /// <summary>The settings of a marketplace that lives in these worlds.</summary>
    /// <param name="postgreSql">A connection string, or null for SQLite in the folder.</param>
    public string[] MarketSettings(string? postgreSql) =>
    [
        $"--Frontends:Telegram:Token={Token}",
        $"--Frontends:Telegram:BaseUrl={Url}",
        $"--Database:Provider={(postgreSql is null ? "sqlite" : "postgresql")}",
        $"--Database:ConnectionString={postgreSql ?? $"Data Source={Path.Combine(Folder, "marketplace.db")}"}",
        "--Tron:Network=devnet",
        $"--Tron:Endpoints:0={Chain}",
        $"--Tron:Vault={Vault}",
        $"--Tron:VaultKeyFile={VaultKey}",
        $"--Tron:BlockTime={BlockTime}",
        $"--Http:Url={Market}",
        "--Http:ExposeLedger=true",
        $"--Chat:PublicUrl={Market}",
        $"--Accounts:Operators:0=telegram:{SandboxPeople.Operator}",
        "--Wallets:ScanInterval=00:00:00.5",
        "--Wallets:WithdrawalInterval=00:00:00.5",
        "--Wallets:SweepInterval=00:00:01",
        "--Wallets:SolvencyInterval=00:01:00",
        "--Logging:LogLevel:Default=Warning",
    ];

    public async ValueTask DisposeAsync()
    {
        await chats.DisposeAsync();
        await chain.DisposeAsync();
    }

    /// <summary>Everybody has the same wallet each time, and nobody but the sandbox has money in it.</summary>
    public static string WalletOf(long person)
    {
        using var key = TronKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"a sandbox wallet of {person}"))).Value;
        return key.Address.ToString();
    }

    private string Vault => Path.Combine(Folder, "wallet.vault");

    private string VaultKey => $"{Vault}.key";

    private void FundHotWallet()
    {
        var hot = TronAddress.Parse(OpenVault().HotAddress).Value;

        if (chain.BalanceSun(hot) == 0)
        {
            chain.Faucet(hot, HotWalletSun);
            chain.Mine();
        }
    }

    private TronVaultInfo OpenVault()
    {
        if (File.Exists(Vault))
        {
            return TronVault.Describe(Vault);
        }

        using var key = TronVaultKey.Create(VaultKey);
        return TronVault.Create(Vault, key);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
