using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Campaigns;

/// <summary>
/// Pays what is confirmed, oldest first and many in one transaction. Any number of processes may do it at once: on PostgreSQL each takes other rows, and
/// whatever one of them had begun when it died is as it was.
/// </summary>
internal sealed class PayConfirmedParticipations(IServiceScopeFactory scopes, ILogger<PayConfirmedParticipations> logger) : IBackgroundWork
{
    public const string WorkName = "campaigns.pay_confirmed";

    public string Name => WorkName;

    /// <summary>A confirmation wakes the work of its own process; this finds what a process left that died right after one.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(2);

    public bool SingleOwner => false;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(new PayBatch(), cancellationToken)).Require().IsFull;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return await PayOneByOneAsync(cancellationToken);
        }
    }

    /// <summary>The database took offence at one of them: the others must not wait until somebody has looked at it.</summary>
    private async Task<bool> PayOneByOneAsync(CancellationToken cancellationToken)
    {
        var oldest = await OldestAsync(cancellationToken);
        var refused = new List<(ParticipationId Id, Exception Reason)>();
        foreach (var id in oldest)
        {
            try
            {
                await SendAsync(new PayBatch(id), cancellationToken);
            }
            catch (Exception exception) when (IsRefusal(exception))
            {
                refused.Add((id, exception));
            }
        }

        if (refused.Count > 1 && refused.Count == oldest.Count)
        {
            throw new InvalidOperationException("The database refuses every payment, so it is not the payments that are wrong.", refused[0].Reason);
        }

        foreach (var (id, reason) in refused)
        {
            logger.LogError(reason, "The payment of participation {ParticipationId} is held: the database refuses it", id);
            await SendAsync(new HoldPaymentBack(id, "database"), cancellationToken);
        }

        return oldest.Count == PayBatch.Most;
    }

    private async Task<List<ParticipationId>> OldestAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Participation>()
            .Where(participation => participation.State == ParticipationState.Confirmed)
            .OrderBy(participation => participation.ConfirmedAt)
            .Take(PayBatch.Most)
            .Select(participation => participation.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancellationToken);
    }

    /// <summary>Not where the database is away or busy: then all of them come again.</summary>
    private static bool IsRefusal(Exception exception) => exception is DbException { IsTransient: false } or DbUpdateException { InnerException: DbException { IsTransient: false } };
}
