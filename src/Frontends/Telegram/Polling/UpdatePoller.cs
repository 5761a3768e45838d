using System.Text.Json;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Bots;
using Marketplace.Persistence.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Bot.Requests;

namespace Marketplace.Frontends.Telegram.Polling;

/// <summary>
/// Takes updates by long polling: one host at a time, by a lease. A batch is stored first and confirmed by the next request's offset, so
/// that a crash anywhere makes Telegram deliver it again, and the inbox passes over what it knows. A batch that arrives while the host stops is
/// dropped: nothing confirmed it.
/// </summary>
internal sealed class UpdatePoller(
    TelegramApi telegram,
    OurBot bot,
    IChatInbox inbox,
    IServiceScopeFactory scopes,
    TelegramConnection connection,
    PollingWatch watch,
    IOptions<TelegramOptions> options,
    TimeProvider time,
    ILogger<UpdatePoller> logger) : BackgroundService
{
    private const int BatchSize = 100;

    /// <summary>Past the poll's own timeout, for the way there and back.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>A server that does not wait, and answers with nothing at once, is not asked again sooner.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(3);

    /// <summary>What <see cref="Updates.UpdateReader"/> understands; Telegram keeps the rest to itself.</summary>
    private static readonly string[] AllowedUpdates = ["message", "callback_query", "my_chat_member"];

    private readonly string owner = LeaseOwner.New();
    private readonly int timeoutSeconds = (int)options.Value.PollTimeout.TotalSeconds;
    private long? offset;
    private long? confirmed;
    private int failures;
    private bool unanswered;

    private string LeaseName => connection.Polling.Lease;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = false;
        try
        {
            while (true)
            {
                if (await TryLeaseAsync(stoppingToken) is { } lease)
                {
                    told = false;
                    await PollAsOwnerAsync(lease, stoppingToken);
                }
                else if (!told && await FindHolderAsync(stoppingToken) is { } holder)
                {
                    told = true;
                    logger.LogInformation("Updates are taken by {Owner}, until {Until:HH:mm:ss} at least; this host takes over when that one stops", holder.Owner, holder.Until);
                }

                if (connection.Trouble is not null)
                {
                    return;
                }

                await Task.Delay(options.Value.PollLease / 3, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task PollAsOwnerAsync(Lease lease, CancellationToken stopping)
    {
        using var ownership = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepLeaseAsync(lease, ownership);
        watch.IsHere = true;
        try
        {
            while (await PollOnceAsync(ownership.Token))
            {
            }
        }
        catch (OperationCanceledException) when (ownership.IsCancellationRequested)
        {
            // Asked to stop, or another host polls now.
        }
        finally
        {
            watch.IsHere = false;
            await ownership.CancelAsync();
            await keeping;
            await SayGoodbyeAsync(lease);
        }
    }

    /// <returns>False where polling is over for good.</returns>
    private async Task<bool> PollOnceAsync(CancellationToken cancellationToken)
    {
        // A request that is not sent any more confirms nothing.
        cancellationToken.ThrowIfCancellationRequested();
        confirmed = offset;
        watch.Asked();
        var asked = time.GetUtcNow();
        var answer = await AskAsync(BatchSize, timeoutSeconds, cancellationToken);
        if (!answer.Succeeded)
        {
            confirmed = null;
            return await ReactAsync(answer.Failure, cancellationToken);
        }

        try
        {
            await StoreAsync(answer.Result, cancellationToken);
            failures = 0;
            if (answer.Result.GetArrayLength() == 0 && asked + LeastPause - time.GetUtcNow() is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, time, cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is confirmed, so nothing is lost: Telegram delivers the batch again.
            logger.LogError(exception, "The updates after {Offset} could not be stored; they are taken again", offset);
            await BackOffAsync(null, cancellationToken);
        }

        return true;
    }

    private Task<TelegramAnswer<JsonElement>> AskAsync(int limit, int seconds, CancellationToken cancellationToken) => telegram.CallAsync(
        new RawUpdatesRequest { Offset = offset, Limit = limit, Timeout = seconds, AllowedUpdates = AllowedUpdates },
        TimeSpan.FromSeconds(seconds) + Grace,
        cancellationToken);

    private async Task StoreAsync(JsonElement batch, CancellationToken cancellationToken)
    {
        var (arrivedAt, waited) = (time.GetUtcNow(), watch.Waited());
        if (batch.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("getUpdates answered with something that is no list.");
        }

        var arrived = new List<ArrivedUpdate>();
        long? last = null;
        foreach (var update in batch.EnumerateArray())
        {
            if (ArrivedUpdates.Id(update) is not { } id)
            {
                logger.LogWarning("An update without an update_id came with those after {Offset}; it is passed over", offset);
                continue;
            }

            // After a quiet week Telegram starts anew at a random number: the order of arrival counts, and the last one confirms.
            last = id;
            arrived.Add(new ArrivedUpdate(TelegramPlatform.PlatformName, bot.UpdateKey(id), ArrivedUpdates.OrderKey(update), update.GetRawText()));
        }

        if (last is not null)
        {
            await inbox.StoreAsync(arrived, cancellationToken);
            offset = last + 1;
        }

        watch.Stored(batch, arrivedAt, waited);
    }

    private async Task<bool> ReactAsync(TelegramFailure failure, CancellationToken cancellationToken)
    {
        switch (failure.Kind)
        {
            case TelegramFailureKind.Unauthorized or TelegramFailureKind.NotFound:
                connection.Trouble = "Telegram refuses the bot's token: it was revoked, or replaced at @BotFather. Set the new one and start again.";
                logger.LogCritical("{Trouble} ({Failure})", connection.Trouble, failure);
                return false;
            case TelegramFailureKind.WebhookActive when (await telegram.CallAsync(new DeleteWebhookRequest(), cancellationToken)).Succeeded:
                logger.LogWarning("A webhook was set for this bot; it is deleted, because this host polls");
                return true;
            case TelegramFailureKind.OtherPoller:
                logger.LogError("Another program polls with this bot's token: only one may. {Failure}", failure);
                break;
            default:
                logger.LogWarning("Updates do not arrive just now: {Failure}", failure);
                break;
        }

        await BackOffAsync(failure.RetryAfter, cancellationToken);
        return true;
    }

    private Task BackOffAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        var own = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures++, 5)) * (0.5 + (Random.Shared.NextDouble() / 2)));
        var delay = asked ?? (own < LongestBackoff ? own : LongestBackoff);
        return Task.Delay(delay, time, cancellationToken);
    }

    private async Task<Lease?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var lease = await scope.ServiceProvider.GetRequiredService<ILeases>()
                .TryAcquireAsync(LeaseName, owner, options.Value.PollLease, cancellationToken);
            unanswered = false;
            return lease;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Asked every few seconds, and said once.
            logger.Log(unanswered ? LogLevel.Debug : LogLevel.Error, exception, "The right to poll could not be asked for");
            unanswered = true;
            return null;
        }
    }

    private async Task<LeaseHolder?> FindHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ILeases>().FindHolderAsync(LeaseName, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Nobody can say who polls");
            return null;
        }
    }

    /// <summary>Renews the lease beside the polls, which may last longer than it; ends them where it is lost.</summary>
    private async Task KeepLeaseAsync(Lease lease, CancellationTokenSource ownership)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Value.PollLease / 3, time, ownership.Token);
                var renewed = await TryLeaseAsync(ownership.Token);
                if (renewed is not null)
                {
                    lease = renewed;
                }
                else if (time.GetUtcNow() is var now && (now >= lease.Until || lease.Until > now + options.Value.PollLease))
                {
                    logger.LogWarning("The right to poll is lost; another host may have it");
                    await ownership.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Polling is over.
        }
    }

    /// <summary>Confirms what is stored, so that it is not delivered again, and lets another host poll at once.</summary>
    private async Task SayGoodbyeAsync(Lease lease)
    {
        using var patience = new CancellationTokenSource(FarewellPatience, time);
        try
        {
            if (offset is not null && offset != confirmed && connection.Trouble is null)
            {
                // What this answers is not confirmed, and comes again at the next start.
                await AskAsync(limit: 1, seconds: 0, patience.Token);
                confirmed = offset;
            }

            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ILeases>().ReleaseAsync(lease, patience.Token);
        }
        catch (Exception exception)
        {
            logger.LogDebug(exception, "Polling ended without a farewell; the lease ends by itself at {Until}", lease.Until);
        }
    }
}
