using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// An operator decides. To uphold one is to uphold all open reports about that campaign. Errors: <c>accounts.operators_only</c>, <c>kernel.not_found</c>,
/// <c>campaigns.report_decided</c>.
/// </summary>
/// <param name="OperatorId">Who.</param>
/// <param name="ReportId">On what.</param>
/// <param name="Uphold">True suspends the campaign, false dismisses the report. Deciding twice the same is deciding once.</param>
public sealed record ReviewReport(AccountId OperatorId, ReportId ReportId, bool Uphold) : ICommand;

/// <summary>
/// Takes a suspension back: the campaign stands where it stood before. Lifting twice is lifting once. Errors: <c>accounts.operators_only</c>, <c>campaigns.not_found</c>,
/// <c>campaigns.wrong_state</c> where it was closed meanwhile.
/// </summary>
/// <param name="OperatorId">Who.</param>
/// <param name="CampaignId">Which.</param>
public sealed record LiftSuspension(AccountId OperatorId, CampaignId CampaignId) : ICommand;

/// <summary>The reports that wait for an operator, oldest first.</summary>
/// <param name="Most">At most so many, 1 to 100.</param>
/// <param name="Skip">How many of the oldest are passed over.</param>
public sealed record GetOpenReports(int Most = 10, int Skip = 0) : IQuery<IReadOnlyList<ReportView>>;

/// <summary>The campaigns that operators stopped, newest first.</summary>
/// <param name="Most">At most so many, 1 to 100.</param>
/// <param name="Skip">How many of the newest are passed over.</param>
public sealed record GetSuspendedCampaigns(int Most = 10, int Skip = 0) : IQuery<IReadOnlyList<CampaignName>>;

/// <summary>A report, with what an operator needs to judge it.</summary>
/// <param name="Id">Which.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="CampaignTitle">Its title.</param>
/// <param name="Bot">What it promotes.</param>
/// <param name="State">Where the campaign stands.</param>
/// <param name="OwnerId">Whose it is.</param>
/// <param name="ReporterId">Who complains.</param>
/// <param name="Reason">Which kind.</param>
/// <param name="Text">In the person's words.</param>
/// <param name="ReportedAt">When.</param>
/// <param name="Reports">How many people ever reported this campaign.</param>
/// <param name="Open">How many people are at it now.</param>
/// <param name="Paid">How many were paid for it.</param>
public sealed record ReportView(
    ReportId Id,
    CampaignId CampaignId,
    string CampaignTitle,
    PromotedBot Bot,
    CampaignState State,
    AccountId OwnerId,
    AccountId ReporterId,
    ReportReason Reason,
    string? Text,
    DateTimeOffset ReportedAt,
    int Reports,
    int Open,
    int Paid);

/// <summary>An operator stopped a campaign: its owner is told.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">Its title.</param>
/// <param name="Reason">What it was reported for.</param>
public sealed record CampaignSuspended(CampaignId CampaignId, AccountId OwnerId, string Title, ReportReason Reason) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}

/// <summary>An operator lifted a suspension: the owner is told.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Where it stands now.</param>
public sealed record SuspensionLifted(CampaignId CampaignId, AccountId OwnerId, string Title, CampaignState State) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}

/// <summary>A report was decided: who complained is told.</summary>
/// <param name="ReportId">Which.</param>
/// <param name="AccountId">Who complained.</param>
/// <param name="Title">The campaign's title.</param>
/// <param name="Upheld">True where the campaign was stopped.</param>
public sealed record ReportDecided(ReportId ReportId, AccountId AccountId, string Title, bool Upheld) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"report:{ReportId.Value}";
}
