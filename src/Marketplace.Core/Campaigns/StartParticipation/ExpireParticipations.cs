using Marketplace.Accounts;
using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Campaigns;

/// <summary>Ends what nobody proved or validated in time, and what an operator's decision ended; gives the reservation back to the campaign.</summary>
internal sealed class ExpireParticipations(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpireParticipations> logger) : IBackgroundWork
{
    public const string WorkName = "campaigns.expire_participations";
    private const int BatchSize = 100;

    public string Name => WorkName;

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
        // CROSS JOIN, for SQLite keeps its order: from the few stopped campaigns to the index of live participations, whose bound is repeated here.
        var stopped = await db.Database
            .SqlQuery<Guid>(
                $"""
                 SELECT p.id AS "Value" FROM campaigns_campaigns c CROSS JOIN campaigns_participations p
                 WHERE c.state = 3 AND p.campaign_id = c.id AND p.state < 10 AND p.state = 0 LIMIT {BatchSize}
                 """)
            .ToListAsync(cancellationToken);
        var ended = 0;
        foreach (var id in overdue.Concat(stopped.Select(ParticipationId.From)).Distinct())
        {
            ended += await ExpireAsync(id, cancellationToken) ? 1 : 0;
        }

        return ended > 0 && (overdue.Count == BatchSize || stopped.Count == BatchSize);
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

/// <summary>A participation ended without its person's doing: who had begun it is told.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Title">The campaign's title.</param>
/// <param name="Stopped">True where an operator stopped the campaign, false where the time ran out.</param>
public sealed record ParticipationEnded(ParticipationId ParticipationId, CampaignId CampaignId, AccountId AccountId, string Title, bool Stopped) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"participation:{ParticipationId}";
}

internal sealed record ExpireParticipation(ParticipationId ParticipationId) : ICommand;

internal sealed class ExpireParticipationHandler(MarketplaceDbContext db, CampaignLocks locks, ParticipationEndings endings, IUnitOfWork unit, TimeProvider time)
    : IRequestHandler<ExpireParticipation, Result>
{
    public async Task<Result> Handle(ExpireParticipation request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var participation = await db.Set<Participation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.ParticipationId, cancellationToken);
        if (participation is null || await locks.TakeAsync(participation.CampaignId, cancellationToken) is not { } campaign)
        {
            return Result.Success;
        }

        // Who had proved it before the campaign was stopped has done the work; and an accepted proof may have prolonged it since it was listed.
        var stopped = campaign.State == CampaignState.Suspended
            && await endings.EndAsync(participation, ParticipationState.Refused, row => row.State == ParticipationState.Open, cancellationToken);
        if (stopped || await endings.EndAsync(participation, ParticipationState.Expired, row => row.ExpiresAt <= now, cancellationToken))
        {
            unit.Publish(new ParticipationEnded(participation.Id, campaign.Id, participation.AccountId, campaign.Title, stopped));
        }

        return Result.Success;
    }
}
