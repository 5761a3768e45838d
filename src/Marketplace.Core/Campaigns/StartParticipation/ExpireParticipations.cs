using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Campaigns;

/// <summary>Ends what nobody proved or validated in time, and gives the reservation back to the campaign.</summary>
internal sealed class ExpireParticipations(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpireParticipations> logger) : IBackgroundWork
{
    private const int BatchSize = 100;

    public string Name => "campaigns.expire_participations";

    public TimeSpan Interval => TimeSpan.FromSeconds(15);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var now = time.GetUtcNow();
        var overdue = await db.Set<Participation>()
            .AsNoTracking()
            .Where(participation => participation.State < ParticipationState.Confirmed && participation.ExpiresAt <= now)
            .OrderBy(participation => participation.ExpiresAt)
            .Take(BatchSize)
            .Select(participation => participation.Id)
            .ToListAsync(cancellationToken);
        var ended = 0;
        foreach (var id in overdue)
        {
            ended += await ExpireAsync(id, cancellationToken) ? 1 : 0;
        }

        return overdue.Count == BatchSize && ended > 0;
    }

    /// <summary>One that can not be ended keeps nobody else from it.</summary>
    private async Task<bool> ExpireAsync(ParticipationId id, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new ExpireParticipation(id), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "Participation {ParticipationId} could not be ended", id);
            return false;
        }
    }
}

internal sealed record ExpireParticipation(ParticipationId ParticipationId) : ICommand;

internal sealed class ExpireParticipationHandler(MarketplaceDbContext db, ParticipationEndings endings, TimeProvider time)
    : IRequestHandler<ExpireParticipation, Result>
{
    public async Task<Result> Handle(ExpireParticipation request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // An accepted proof may have prolonged it since it was listed.
        var participation = await db.Set<Participation>().AsNoTracking().SingleOrDefaultAsync(
            row => row.Id == request.ParticipationId && row.ExpiresAt <= now, cancellationToken);
        if (participation is not null)
        {
            await endings.EndAsync(participation, ParticipationState.Expired, now, cancellationToken);
        }

        return Result.Success;
    }
}
