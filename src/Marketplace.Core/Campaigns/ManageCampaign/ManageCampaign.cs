using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>Stops a campaign for now; open participations are still honoured. Errors: <c>campaigns.not_found</c>, <c>campaigns.wrong_state</c>.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
public sealed record PauseCampaign(AccountId OwnerId, CampaignId CampaignId) : ICommand;

/// <summary>Lets a paused campaign go on. Errors as for pausing; one that an operator suspended can not be resumed.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
public sealed record ResumeCampaign(AccountId OwnerId, CampaignId CampaignId) : ICommand;

/// <summary>Changes the reward of participations that start from now on. Errors: <c>campaigns.not_found</c>, <c>campaigns.wrong_state</c>, <c>campaigns.bad_reward</c>.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
/// <param name="Reward">The new price of one participation.</param>
public sealed record ChangeReward(AccountId OwnerId, CampaignId CampaignId, Sun Reward) : ICommand;

/// <summary>
/// Ends a campaign: what is not reserved returns to the ad balance at once, and what open participations reserve returns when they end unpaid; who has
/// confirmed already is paid.
/// Errors: <c>campaigns.not_found</c>. Closing twice is closing once.
/// </summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
public sealed record CloseCampaign(AccountId OwnerId, CampaignId CampaignId) : ICommand<CampaignClosed>;

/// <summary>A campaign is over.</summary>
/// <param name="Returned">What went back to the ad balance at once.</param>
/// <param name="StillReserved">What participations that are not paid yet reserve.</param>
public sealed record CampaignClosed(Sun Returned, Sun StillReserved);

/// <summary>The owner's campaigns, newest first.</summary>
/// <param name="OwnerId">Whose.</param>
public sealed record GetMyCampaigns(AccountId OwnerId) : IQuery<IReadOnlyList<CampaignView>>;

/// <summary>One campaign as its owner sees it, or null where it does not exist or is another's.</summary>
/// <param name="OwnerId">Whose.</param>
/// <param name="CampaignId">Which.</param>
public sealed record GetMyCampaign(AccountId OwnerId, CampaignId CampaignId) : IQuery<CampaignView?>;

/// <summary>A campaign's budget no longer pays for one more reward.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">Its title.</param>
public sealed record CampaignExhausted(CampaignId CampaignId, AccountId OwnerId, string Title) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}
