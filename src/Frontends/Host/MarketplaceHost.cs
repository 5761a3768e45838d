using Marketplace.Host.Health;
using Marketplace.Host.Http;
using Marketplace.Host.Settings;
using Marketplace.Host.StartUp;
using Marketplace.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host;

/// <summary>
/// The marketplace as one process: the modules, a database, TRON and a chat frontend, put together from settings. The program runs it, and so do
/// the sandbox and the tests, within their own process.
/// </summary>
public sealed class MarketplaceHost : IAsyncDisposable
{
    /// <summary>Long enough for the handlers that are at work; what is not done by then is done at the next start.</summary>
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(10);

    private readonly WebApplication application;

    private MarketplaceHost(WebApplication application) => this.application = application;

    /// <summary>The container.</summary>
    public IServiceProvider Services => application.Services;

    /// <summary>Where <c>/health</c> and <c>/metrics</c> are, once started.</summary>
    public Uri Url => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Puts the marketplace together; nothing is connected yet.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>; they come after appsettings.json and the environment, and win.</param>
    /// <param name="overrides">Replaces parts of the container: for tests and samples.</param>
    /// <exception cref="StartRefusedException">A setting is wrong.</exception>
    public static MarketplaceHost Build(string[] args, Action<IServiceCollection>? overrides = null)
    {
        SettingConverters.Install();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        HostLogging.Configure(builder);
        var http = HttpSettings.Read(builder.Configuration);
        builder.WebHost.UseUrls(http.Url.ToString());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownPatience);
        builder.Services.AddSingleton(HealthSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<BooksAudit>();
        builder.Services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<BooksAudit>());
        builder.Services.AddSingleton<IBackgroundWork, MoneyGauges>();
        builder.Services.AddHealth();
        builder.Services.AddTelemetry(builder.Configuration);
        Composition.Install(builder.Services, builder.Configuration);
        overrides?.Invoke(builder.Services);

        var application = builder.Build();
        application.RequireOwnName(http.Names);
        application.MapHome(http.ExposeLedger);
        application.MapHealth();
        application.MapMetrics();
        application.MapSolvency();
        if (http.ExposeLedger)
        {
            application.MapLedger();
        }

        return new MarketplaceHost(application);
    }

    /// <summary>Checks every setting, brings the database up to date, connects, says so in one line each, and starts.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or something that is needed does not answer.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await StartUpChecks.RunAsync(Services, cancellationToken);
        try
        {
            await application.StartAsync(cancellationToken);
            Services.GetRequiredService<ILoggerFactory>().CreateLogger("Marketplace.Host").LogInformation("Running: {Url}health", Url);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is null)
        {
            // A hosted service that can not start says why in one sentence: the node of another network, a token revoked a second ago.
            throw new StartRefusedException(StartRefusedException.Configuration, exception.Message, exception);
        }
        catch (IOException exception)
        {
            throw new StartRefusedException(StartRefusedException.Unavailable, $"Http__Url can not be listened at: {exception.Message}", exception);
        }
    }

    /// <summary>Starts, and returns after SIGTERM, Ctrl+C or <see cref="StopAsync"/>.</summary>
    /// <exception cref="StartRefusedException">A setting is wrong, or something that is needed does not answer.</exception>
    public async Task RunAsync()
    {
        try
        {
            await StartAsync();
            await application.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (application.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop while it was still starting.
        }
    }

    /// <summary>Stops taking updates, lets the work in hand finish, and stops.</summary>
    /// <param name="cancellationToken">Ends the patience.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => application.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();
}
