using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>What an owner hears of a campaign while it runs.</summary>
[Flags]
public enum CampaignMilestones
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Somebody was paid.</summary>
    First = 1,

    /// <summary>Ten people were paid.</summary>
    Ten = 2,

    /// <summary>Half of the budget is paid out.</summary>
    Half = 4,

    /// <summary>The budget is paid out: nobody is at it, and it pays for nobody more.</summary>
    End = 8,
}

/// <summary>A campaign passed a milestone: its owner is told, once for each.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">Its title.</param>
/// <param name="Milestone">The furthest one that was not told before.</param>
/// <param name="Paid">How many people were paid so far.</param>
/// <param name="Spent">What they cost.</param>
/// <param name="Left">What the budget still has.</param>
public sealed record CampaignProgressed(CampaignId CampaignId, AccountId OwnerId, string Title, CampaignMilestones Milestone, int Paid, Sun Spent, Sun Left) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}
