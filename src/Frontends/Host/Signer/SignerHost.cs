using System.Net.Sockets;
using Marketplace.Host.Keys;
using Marketplace.Host.Settings;
using Marketplace.Tron.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Signer;

/// <summary><c>--role signer</c>: the keys, a journal, and one page to ask for signatures. No chat, no database, no node.</summary>
internal sealed class SignerHost : IAsyncDisposable
{
    /// <summary>A request is a few hundred bytes.</summary>
    private const int LargestRequest = 16 * 1024;
    private readonly WebApplication application;
    private readonly SignerSettings settings;

    private SignerHost(WebApplication application, SignerSettings settings) => (this.application, this.settings) = (application, settings);

    /// <summary>Where it listens, once started.</summary>
    public string Url => settings.SocketPath is null
        ? application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        : settings.Url;

    /// <summary>Opens the vault and the journal; nothing listens yet.</summary>
    /// <exception cref="StartRefusedException">A setting, the vault, its key or the journal is wrong.</exception>
    public static SignerHost Build(string[] args, Action<IServiceCollection>? overrides = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        HostLogging.Configure(builder);
        var settings = SignerSettings.Read(builder.Configuration);
        builder.WebHost.UseUrls(settings.SocketPath is { } socket ? $"http://unix:{socket}" : settings.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        overrides?.Invoke(builder.Services);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => Open(settings, provider.GetRequiredService<TimeProvider>()));
        SignerApi.Configure(builder.Services, VaultAccess.Use(() => TronSignerToken.Read(settings.Token)));
        var application = builder.Build();
        SignerApi.Map(application);
        return new SignerHost(application, settings);
    }

    /// <exception cref="StartRefusedException">The vault stays shut, the journal is in use, or nobody can listen there.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var signer = application.Services.GetRequiredService<TronSigner>();
        var logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Marketplace.Host");
        try
        {
            PrepareSocket();
            await application.StartAsync(cancellationToken);
            ShareSocket();
        }
        catch (Exception exception) when (exception is IOException or SocketException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusedException.Unavailable, $"Signer__Url can not be listened at: {exception.Message}", exception);
        }

        logger.LogInformation(
            "Signer: pays from {HotWallet}, at most {DailyLimit} TRX in 24 hours, cold wallet {ColdWallet}; journal {Journal}: {Remembered}",
            signer.Info.HotAddress,
            settings.Keys.Signing.DailyLimit,
            signer.Info.ColdAddress ?? "(none)",
            settings.Keys.Signing.Journal,
            signer.Remembered);
        logger.LogInformation("Running: {Url}", Url);
    }

    /// <summary>Starts, and returns after SIGTERM or Ctrl+C.</summary>
    /// <exception cref="StartRefusedException">See <see cref="StartAsync"/>.</exception>
    public async Task RunAsync()
    {
        await StartAsync();
        await application.WaitForShutdownAsync();
    }

    public Task StopAsync() => application.StopAsync();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static TronSigner Open(SignerSettings settings, TimeProvider time)
    {
        try
        {
            return VaultAccess.Use(() =>
                TronSigner.Open(settings.Keys.Vault!, settings.Keys.VaultKey!, settings.ColdAddress, settings.Keys.Signing, time));
        }
        catch (InvalidOperationException exception)
        {
            throw new StartRefusedException(StartRefusedException.Configuration, exception.Message, exception);
        }
    }

    /// <summary>The socket's folder keeps strangers out, for whoever may not enter it can not knock.</summary>
    private void PrepareSocket()
    {
        if (settings.SocketPath is not { } path || OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if ((File.GetUnixFileMode(folder) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)) != UnixFileMode.None)
        {
            throw new StartRefusedException(StartRefusedException.NoPermission, $"The signer's socket is in '{folder}', which is open to others; run: chmod o= '{folder}'");
        }

        // What a killed signer left behind; the journal, which is held by one process only, says that none is alive.
        File.Delete(path);
    }

    private void ShareSocket()
    {
        if (settings.SocketPath is { } path && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        }
    }
}
