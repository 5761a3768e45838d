using System.Net.Http.Headers;
using Marketplace.Host.Signer;
using Marketplace.Testing;
using Marketplace.Tron;
using Marketplace.Tron.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Tests.Signer;

/// <summary>A signer in this process, on the loopback, with everything it logs.</summary>
internal sealed class SignerWorld : IAsyncDisposable
{
    private readonly SignerHost host;

    private SignerWorld(Worlds files, LogBook logs, SignerHost host)
    {
        (Files, Logs, this.host) = (files, logs, host);
        Http = new HttpClient { BaseAddress = new Uri(host.Url) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Token(files)).Trim());
    }

    public Worlds Files { get; }

    public LogBook Logs { get; }

    /// <summary>Knows the token.</summary>
    public HttpClient Http { get; }

    public static string Token(Worlds files) => files.File("signer.token");

    /// <summary>The settings of a signer for this vault; an empty value leaves a setting empty.</summary>
    public static string[] Settings(Worlds files, params (string Key, string Value)[] changes)
    {
        if (!File.Exists(Token(files)))
        {
            TronSignerToken.Create(Token(files));
            TronSigner.BeginJournal(files.Vault, TronVaultKeySource.File(files.VaultKey), $"{files.Vault}.journal");
        }

        var settings = new Dictionary<string, string>
        {
            ["role"] = "signer",
            ["Tron:Vault"] = files.Vault,
            ["Tron:VaultKeyFile"] = files.VaultKey,
            ["Signer:Url"] = "http://127.0.0.1:0",
            ["Signer:TokenFile"] = Token(files),
            ["Signer:DailyLimit"] = "300",
        };
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        return [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    public static async Task<SignerWorld> StartAsync(params (string Key, string Value)[] changes)
    {
        var (files, logs) = (new Worlds(), new LogBook());
        var host = SignerHost.Build(Settings(files, changes), services => services.AddSingleton<ILoggerProvider>(logs));
        await host.StartAsync();
        return new SignerWorld(files, logs, host);
    }

    /// <summary>A payment out of the hot wallet, not signed yet.</summary>
    public TronTransaction Payment(long trx) => new()
    {
        Contract = new TransferContract(
            TronAddress.Parse(Files.Wallet.HotAddress).Value, TronAddress.Parse("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8").Value, trx * 1_000_000),
        Reference = new TronBlockReference(1, 2),
        ExpirationMs = TimeProvider.System.GetUtcNow().AddSeconds(90).ToUnixTimeMilliseconds(),
        TimestampMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        await host.DisposeAsync();
        await Files.DisposeAsync();
    }
}
