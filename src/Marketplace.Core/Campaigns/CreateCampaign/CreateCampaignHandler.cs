using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.Extensions.Options;

namespace Marketplace.Campaigns;

internal sealed class CreateCampaignHandler(MarketplaceDbContext db, IdGenerator ids, TimeProvider time, IOptions<CampaignsOptions> options)
    : IRequestHandler<CreateCampaign, Result<CampaignId>>
{
    public Task<Result<CampaignId>> Handle(CreateCampaign request, CancellationToken cancellationToken) => Task.FromResult(Create(request));

    private Result<CampaignId> Create(CreateCampaign request)
    {
        var title = CampaignTitle.Parse(request.Title);
        if (!title.Succeeded)
        {
            return title.Error;
        }

        if (RewardRange.Check(request.Reward, options.Value) is { } error)
        {
            return error;
        }

        var campaign = new Campaign
        {
            Id = ids.Next<CampaignId>(),
            OwnerId = request.OwnerId,
            Title = title.Value,
            Platform = request.Bot.Platform,
            BotId = request.Bot.Id,
            BotUsername = request.Bot.Username,
            Reward = request.Reward,
            State = CampaignState.Draft,
            Tested = request.Tested,
            Wanted = request.Wanted,
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(campaign);
        return campaign.Id;
    }
}

internal static class RewardRange
{
    public static Error? Check(Sun reward, CampaignsOptions options) => reward < options.MinimumReward || reward > options.MaximumReward
        ? CampaignErrors.BadReward.With("minimum", options.MinimumReward.Value).With("maximum", options.MaximumReward.Value)
        : null;
}
