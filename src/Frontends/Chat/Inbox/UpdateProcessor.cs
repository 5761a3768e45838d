using System.Data.Common;
using Marketplace.Frontends.Texts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Inbox;

/// <summary>An update as understood: what was done, and the acknowledgement under way. <see cref="Problem"/> where it could not be read.</summary>
internal sealed record Received(ChatInput? Input, Task Acknowledged, Exception? Problem = null);

/// <summary>
/// Handles one update to its end: understands, acknowledges, answers, shows, and only then writes that it is done. A crash in between
/// repeats it from an unchanged state with the same keys, so that nothing happens twice.
/// </summary>
internal sealed class UpdateProcessor(
    TurnRunner turns,
    Completions completions,
    TextCatalogue texts,
    TimeProvider time,
    IOptions<ChatOptions> options,
    ILogger<UpdateProcessor> logger) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.Value.Concurrency);
    private readonly SemaphoreSlim acknowledgements = new(options.Value.Concurrency);

    /// <summary>Reads an update and acknowledges a button press at once, whatever still waits before it in its chat.</summary>
    public Received Receive(IChatPlatform platform, ChatUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            var input = platform.Read(update.Payload);
            return new Received(input, input?.Content is ButtonPressed
                ? Task.Run(() => AcknowledgeAsync(platform, input, cancellationToken), cancellationToken)
                : Task.CompletedTask);
        }
        catch (Exception exception)
        {
            return new Received(null, Task.CompletedTask, exception);
        }
    }

    public async Task ProcessAsync(IChatPlatform platform, ChatUpdate update, Received received, CancellationToken stopping)
    {
        await received.Acknowledged;
        for (var attempt = update.Attempts + 1; ; attempt++)
        {
            try
            {
                await HandleAsync(platform, update, received, stopping);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                if (attempt >= options.Value.MaximumAttempts || received.Problem is not null)
                {
                    await ParkAsync(platform, update, received.Input, attempt, exception, stopping);
                    return;
                }

                var delay = Backoff(attempt);
                logger.LogWarning(exception, "Update {UpdateId} failed for the {Attempt}. time; again in {Delay}", update.Id, attempt, delay);
                await Task.Delay(delay, time, stopping);
            }
        }
    }

    public void Dispose()
    {
        slots.Dispose();
        acknowledgements.Dispose();
    }

    private async Task HandleAsync(IChatPlatform platform, ChatUpdate update, Received received, CancellationToken stopping)
    {
        if (received.Problem is not null)
        {
            throw new FormatException("The update could not be read.", received.Problem);
        }

        if (received.Input is not { } input)
        {
            await completions.WriteAsync(new Completion(update.Id, null));
            return;
        }

        Turn turn;
        do
        {
            await slots.WaitAsync(stopping);
            try
            {
                // Not cancelled by a stop: what has begun is ended, so that a stop in good order repeats nothing.
                turn = await turns.RunAsync(platform, input, CancellationToken.None);
            }
            finally
            {
                slots.Release();
            }

            await ShowAsync(platform, update, turn, stopping);
        }
        while (!await completions.WriteAsync(new Completion(update.Id, turn.Chat)));

        if (turn.RetiredMessageId is { } retired)
        {
            await RetireAsync(platform, input.ChatId, retired);
        }
    }

    private async Task ShowAsync(IChatPlatform platform, ChatUpdate update, Turn turn, CancellationToken stopping)
    {
        foreach (var (screen, editedMessageId, shown) in turn.Messages)
        {
            var delivery = await DeliverAsync(platform, turn.Chat.ChatId, screen, editedMessageId, stopping);
            switch (delivery.Outcome)
            {
                case DeliveryOutcome.Delivered:
                    shown(delivery.MessageId);
                    break;
                case DeliveryOutcome.Unreachable:
                    turn.Chat.UnreachableSince ??= time.GetUtcNow();
                    return;
                default:
                    var incident = IncidentOf(update.Id);
                    logger.LogError("{Platform} refused the answer to update {UpdateId} (incident {Incident}): {Reason}", platform.Name, update.Id, incident, delivery.Reason);
                    await ApologiseAsync(platform, turn.Chat.ChatId, turn.Language, incident);
                    break;
            }
        }
    }

    private async Task<Delivery> DeliverAsync(IChatPlatform platform, string chatId, Screen screen, string? editedMessageId, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            Delivery delivery;
            await slots.WaitAsync(stopping);
            try
            {
                delivery = await platform.ShowAsync(chatId, screen, editedMessageId, CancellationToken.None);
            }
            finally
            {
                slots.Release();
            }

            if (delivery.Outcome != DeliveryOutcome.TryLater)
            {
                return delivery;
            }

            // The effect is in the books; only the answer waits, and with it this chat alone. It is tried until the platform takes it.
            var delay = delivery.RetryAfter ?? Backoff(attempt);
            logger.LogInformation("{Platform} asks to wait {Delay} in a chat: {Reason}", platform.Name, delay, delivery.Reason);
            await Task.Delay(delay, time, stopping);
        }
    }

    private async Task ParkAsync(IChatPlatform platform, ChatUpdate update, ChatInput? input, int attempts, Exception exception, CancellationToken stopping)
    {
        var incident = IncidentOf(update.Id);
        logger.LogError(exception, "Update {UpdateId} is parked after {Attempts} attempts (incident {Incident}): it waits for an operator", update.Id, attempts, incident);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await completions.WriteAsync(new Completion(update.Id, null, exception.ToString(), attempts));
                break;
            }
            catch (DbException)
            {
                await Task.Delay(Backoff(attempt), time, stopping);
            }
        }

        if (input is not null)
        {
            await ApologiseAsync(platform, input.ChatId, Language.Choose(null, input.LanguageCode), incident);
        }
    }

    private async Task ApologiseAsync(IChatPlatform platform, string chatId, Language language, string incident)
    {
        try
        {
            var text = new Speaker(texts, language).Say("note.failed", ("incident", incident), ("contact", options.Value.SupportWords));
            await platform.ShowAsync(chatId, new Screen(text, []), null, CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "The person could not be told of incident {Incident}", incident);
        }
    }

    private async Task AcknowledgeAsync(IChatPlatform platform, ChatInput input, CancellationToken cancellationToken)
    {
        await acknowledgements.WaitAsync(cancellationToken);
        try
        {
            await platform.AcknowledgeAsync(input, cancellationToken);
        }
        catch (Exception exception)
        {
            // The press itself is stored and takes effect; only its spinner turns until the platform gives it up.
            logger.LogInformation(exception, "A button press could not be acknowledged");
        }
        finally
        {
            acknowledgements.Release();
        }
    }

    private async Task RetireAsync(IChatPlatform platform, string chatId, string messageId)
    {
        try
        {
            await platform.RetireAsync(chatId, messageId, CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogInformation(exception, "An old menu could not be retired");
        }
    }

    private TimeSpan Backoff(int attempt) => TimeSpan.FromTicks(Math.Min(
        options.Value.LongestDelay.Ticks, options.Value.FirstDelay.Ticks << Math.Min(attempt - 1, 20)));

    /// <summary>The random end of the id: short enough to be read to somebody, and found in the log.</summary>
    private static string IncidentOf(Guid updateId) => updateId.ToString("N")[^8..];
}
