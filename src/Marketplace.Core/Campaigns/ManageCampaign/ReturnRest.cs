using Marketplace.Campaigns.Data;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Campaigns;

/// <summary>
/// Looks after closed campaigns until nothing is left in them. Whatever is free returns with the ending that freed it; this finds what came otherwise (a reward that was
/// taken back, money left by a former version), and lets go of those whose last participation was paid.
/// </summary>
internal sealed class ReturnRest(IServiceScopeFactory scopes, ILogger<ReturnRest> logger) : IBackgroundWork
{
    private const int BatchSize = 100;

    public string Name => "campaigns.return-rest";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var last = Guid.Empty;
        while (await UnsettledAsync(last, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var id in batch)
            {
                await SettleAsync(new CampaignId(id), cancellationToken);
            }

            last = batch[^1];
        }

        return false;
    }

    private async Task<List<Guid>> UnsettledAsync(Guid after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database
            .SqlQuery<Guid>(
                $"""
                 SELECT id AS "Value" FROM campaigns_campaigns
                 WHERE state = 4 AND settled_at IS NULL AND id > {after} ORDER BY id LIMIT {BatchSize}
                 """)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One that can not be settled keeps nobody else from it.</summary>
    private async Task SettleAsync(CampaignId id, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISender>().Send(new SettleCampaign(id), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "What is left in the closed campaign {CampaignId} could not be returned", id);
        }
    }
}

internal sealed record SettleCampaign(CampaignId CampaignId) : ICommand;

internal sealed class SettleCampaignHandler(CampaignLocks locks, Budgets budgets) : IRequestHandler<SettleCampaign, Result>
{
    public async Task<Result> Handle(SettleCampaign request, CancellationToken cancellationToken)
    {
        if (await locks.TakeAsync(request.CampaignId, cancellationToken) is { State: CampaignState.Closed } campaign)
        {
            await budgets.ReturnAsync(campaign, cancellationToken);
        }

        return Result.Success;
    }
}
