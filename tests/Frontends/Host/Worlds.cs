using Marketplace.Frontends.Sandbox;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Tron.Payments;

namespace Marketplace.Host.Tests;

/// <summary>A chat service and a chain on the loopback, and a folder for the marketplace's own files.</summary>
internal sealed class Worlds : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marketplace-host-");
    private SandboxServer? chats;
    private TronDevnet? chain;

    /// <summary>Settings that would do, but for a Telegram and a chain that answer: nobody listens on port 1.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; }

    public string Vault => File("wallet.vault");

    public string VaultKey => File("wallet.vault.key");

    public TronVaultInfo Wallet { get; }

    public TronDevnet Chain => chain ?? throw new InvalidOperationException("The worlds were not started.");

    public Worlds()
    {
        using var key = TronVaultKey.Create(VaultKey);
        Wallet = TronVault.Create(Vault, key);
        Settings = new Dictionary<string, string>
        {
            ["Frontends:Telegram:Token"] = new SandboxOptions().BotToken,
            ["Frontends:Telegram:BaseUrl"] = "http://127.0.0.1:1",
            ["Database:ConnectionString"] = $"Data Source={File("marketplace.db")}",
            ["Tron:Network"] = "devnet",
            ["Tron:Endpoints:0"] = "http://127.0.0.1:1",
            ["Tron:Vault"] = Vault,
            ["Tron:VaultKeyFile"] = VaultKey,
            ["Http:Url"] = "http://127.0.0.1:0",
        };
    }

    /// <summary>For what the tested host says.</summary>
    public LogBook Logs { get; } = new();

    public string File(string name) => Path.Combine(folder.FullName, name);

    /// <summary>With both worlds running.</summary>
    public static async Task<Worlds> StartedAsync(TimeSpan blockTime)
    {
        var worlds = new Worlds();
        await worlds.StartAsync(blockTime);
        return worlds;
    }

    /// <summary>Starts both worlds; the settings then name them.</summary>
    /// <param name="blockTime">The time between the chain's blocks; as on TRON where null.</param>
    public async Task StartAsync(TimeSpan? blockTime = null)
    {
        chats = await SandboxServer.StartAsync();
        chain = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = blockTime ?? TimeSpan.FromSeconds(3) });
        Settings = new Dictionary<string, string>(Settings)
        {
            ["Frontends:Telegram:BaseUrl"] = chats.Url.ToString(),
            ["Tron:Endpoints:0"] = chain.Address!.ToString(),
        };
    }

    /// <summary>The settings as a command line; an empty value leaves the setting empty.</summary>
    public string[] Arguments(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(Settings);
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        return [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (chats is not null)
        {
            await chats.DisposeAsync();
        }

        if (chain is not null)
        {
            await chain.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
