using System.Data.Common;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Frontends.Telegram;
using Marketplace.Host.Health;
using Marketplace.Host.Keys;
using Marketplace.Host.Settings;
using Marketplace.Persistence;
using Marketplace.Tron;
using Marketplace.Tron.Payments;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.StartUp;

/// <summary>What must hold before the marketplace starts, cheapest first: the keys, the settings, the database, Telegram, the chain.</summary>
internal static partial class StartUpChecks
{
    /// <summary>How long the chain may take to answer at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>SQLSTATE insufficient_privilege.</summary>
    private const string InsufficientPrivilege = "42501";

    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Marketplace.Host");
        var tron = services.GetRequiredService<TronSettings>();
        // First: the options of some modules are compared with the addresses that come from the keys.
        CheckKeys(tron);
        ValidateOptions(services);
        logger.LogInformation("Database: {Description}", await MigrateAsync(services, cancellationToken));
        await RequireWritableAsync(services, cancellationToken);
        WarnOfMissingOperators(services, logger);
        logger.LogInformation("Telegram: {Description}", await IntroduceAsync(services, cancellationToken));
        logger.LogInformation("TRON: {Description}", await FindHeadAsync(tron, services, cancellationToken));
    }

    private static void CheckKeys(TronSettings tron)
    {
        if (tron.Keys is { Vault: { } vault, VaultKey: { } key })
        {
            VaultAccess.Check(vault, key);
        }

        if (tron.SignerToken is { } token)
        {
            VaultAccess.Use(() => TronSignerToken.Read(token));
        }
    }

    private static void ValidateOptions(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (Exception exception) when (Sentences(exception) is { Count: > 0 } sentences)
        {
            throw new StartRefusedException(StartRefusedException.Configuration, string.Join(Environment.NewLine, sentences), exception);
        }
    }

    private static List<string> Sentences(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several => [.. several.InnerExceptions.SelectMany(Sentences).Distinct()],
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } unreadable
            when SettingPath().Match(unreadable.Message) is { Success: true } match =>
                [$"{match.Groups["path"].Value.Replace(":", "__", StringComparison.Ordinal)} is not understood: {Innermost(unreadable).Message}"],
        _ => [],
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static async Task<string> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var description = services.GetRequiredService<IDatabaseEngine>().Description;
        try
        {
            // Only where something is missing: the role that a host runs as may not be the one that owns the tables.
            if (await CountMissingMigrationsAsync(services, cancellationToken) != 0)
            {
                await services.MigrateMarketplaceAsync(cancellationToken);
            }

            return description;
        }
        catch (Exception exception) when (Innermost(exception) is DbException { SqlState: InsufficientPrivilege })
        {
            throw new StartRefusedException(
                StartRefusedException.NoPermission,
                $"The database ({description}) is behind this program, and its role may not change that; as the owner, run: Marketplace.Host database migrate, and then: Marketplace.Host database grant",
                exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartRefusedException(
                StartRefusedException.Unavailable, $"The database ({description}) can not be used: {FirstLine(Innermost(exception).Message)}", exception);
        }
    }

    private static async Task RequireWritableAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<DatabaseProbe>().WriteAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartRefusedException(
                StartRefusedException.CanNotCreate,
                $"The database ({services.GetRequiredService<IDatabaseEngine>().Description}) can not be written to: {FirstLine(Innermost(exception).Message)}",
                exception);
        }
    }

    private static void WarnOfMissingOperators(IServiceProvider services, ILogger logger)
    {
        var operators = services.GetRequiredService<IOptions<AccountsOptions>>().Value.Operators.Count;
        var wallets = services.GetRequiredService<IOptions<WalletsOptions>>().Value;
        if (operators == 0)
        {
            logger.LogWarning(
                "No operator is configured: reports about campaigns, and withdrawals above {Threshold} TRX, wait until Accounts__Operators__0 names one", wallets.ApprovalThreshold);
        }
        else if (operators == 1)
        {
            logger.LogWarning(
                "One operator is configured: withdrawals above {Threshold} TRX wait until Accounts__Operators__1 names a second", wallets.SecondApprovalThreshold);
        }
    }

    /// <returns>Null where there is no database yet.</returns>
    private static async Task<int?> CountMissingMigrationsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        await scope.ServiceProvider.GetRequiredService<IDatabaseEngine>().CheckAsync(db, cancellationToken);
        var database = db.Database;
        return await database.CanConnectAsync(cancellationToken) ? (await database.GetPendingMigrationsAsync(cancellationToken)).Count() : null;
    }

    private static async Task<string> IntroduceAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var connection = services.GetRequiredService<ITelegramConnection>();
        var options = services.GetRequiredService<IOptions<TelegramOptions>>().Value;
        var introduction = await connection.IntroduceAsync(cancellationToken);
        return introduction switch
        {
            { Username: { } username } => $"@{username} by way of {options.BaseUrl}",
            { TokenRefused: true } => throw new StartRefusedException(
                StartRefusedException.NoPermission, $"Telegram refuses Frontends__Telegram__Token ({introduction.Reason}); copy it again from @BotFather."),
            // No reason to refuse: a host must be able to restart during somebody else's outage. It waits for the answer.
            _ => $"no answer yet at {options.BaseUrl} ({introduction.Reason}); chats wait for it",
        };
    }

    private static async Task<string> FindHeadAsync(TronSettings settings, IServiceProvider services, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        using var node = new TronNodeClient(settings.Nodes, time);
        string reason;
        try
        {
            var head = await node.GetNewestBlockAsync(TronView.Head, either.Token);
            if (head.IsSuccess)
            {
                return $"{settings.Network}, block {head.Value.Number}, by way of {string.Join(", ", settings.Nodes.Endpoints)}";
            }

            reason = FirstLine(head.Error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reason = $"no answer within {Patience.TotalSeconds:0} s";
        }

        return $"{settings.Network}, no answer yet at {string.Join(", ", settings.Nodes.Endpoints)} ({reason}); deposits and withdrawals wait for it";
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    /// <summary>The binder's sentence: "Failed to convert configuration value … at 'Campaigns:PlatformFee' to type …".</summary>
    [GeneratedRegex("at '(?<path>[^']+)' to type", RegexOptions.CultureInvariant)]
    private static partial Regex SettingPath();
}
