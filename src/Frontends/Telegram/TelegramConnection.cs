using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Frontends.Telegram.Polling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram;

/// <summary>Whether this process and Telegram understand each other, for a host's start-up message and its health page.</summary>
public interface ITelegramConnection
{
    /// <summary>Asks Telegram who the token's bot is; asked again, it answers from memory.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What came of it.</returns>
    Task<TelegramIntroduction> IntroduceAsync(CancellationToken cancellationToken);

    /// <summary>Why updates do not arrive any more, or null while all is well.</summary>
    string? Trouble { get; }

    /// <summary>How updates arrive, as far as this process knows.</summary>
    TelegramPolling Polling { get; }
}

/// <summary>What Telegram said about our bot.</summary>
/// <param name="Username">The bot's name, without <c>@</c>; null where there was no answer.</param>
/// <param name="TokenRefused">True where the token is wrong or revoked: trying again is useless.</param>
/// <param name="Reason">Telegram's words where it refused or did not answer.</param>
public sealed record TelegramIntroduction(string? Username, bool TokenRefused, string? Reason);

/// <summary>
/// Introduces the bot before anything else of the host starts, so that no screen is ever drawn without the bot's name: for an outage it
/// waits, for a refused token it stops the start.
/// </summary>
internal sealed class TelegramConnection(
    OurBot bot, PollingWatch watch, IOptions<TelegramOptions> options, TimeProvider time, ILogger<TelegramConnection> logger) : ITelegramConnection, IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private string? told;

    public string? Trouble { get; internal set; }

    public TelegramPolling Polling => new($"telegram.polling:{bot.Id}", watch.IsHere, watch.Quiet, watch.ClockAhead);

    public async Task<TelegramIntroduction> IntroduceAsync(CancellationToken cancellationToken)
    {
        var failure = await bot.IntroduceAsync(cancellationToken);
        return failure is null
            ? new TelegramIntroduction(bot.Username, false, null)
            : new TelegramIntroduction(null, failure.Kind is TelegramFailureKind.Unauthorized, failure.ToString());
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (await IntroduceAsync(cancellationToken) is { Username: null } unknown)
        {
            if (unknown.TokenRefused)
            {
                throw new InvalidOperationException($"Telegram refuses the token ({unknown.Reason}).");
            }

            // Asked every few seconds, and said once.
            if (unknown.Reason != told)
            {
                told = unknown.Reason;
                logger.LogWarning("Telegram at {BaseUrl} does not answer as it should; it is asked every {Pause:0} s: {Reason}", options.Value.BaseUrl, Patience.TotalSeconds, told);
            }

            await Task.Delay(Patience, time, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
