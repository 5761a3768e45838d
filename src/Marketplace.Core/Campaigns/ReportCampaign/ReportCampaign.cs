using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>What somebody complains of.</summary>
public enum ReportReason
{
    /// <summary>The bot does not answer.</summary>
    BotIsSilent = 0,

    /// <summary>A fraud or a phishing site.</summary>
    Scam = 1,

    /// <summary>Against the law or the platform's rules.</summary>
    Illegal = 2,

    /// <summary>Sends too much.</summary>
    Spam = 3,

    /// <summary>Something else, told in the text.</summary>
    Other = 4,
}

/// <summary>Complains about a campaign, once per person. Errors: <c>campaigns.not_found</c>, <c>campaigns.bad_report</c>, <c>campaigns.already_reported</c>.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="Reason">Which kind.</param>
/// <param name="Text">In his words, at most 1,000 characters.</param>
public sealed record ReportCampaign(AccountId AccountId, CampaignId CampaignId, ReportReason Reason, string? Text) : ICommand<ReportId>;

/// <summary>An operator decides. Errors: <c>accounts.operators_only</c>, <c>kernel.not_found</c>.</summary>
/// <param name="OperatorId">Who.</param>
/// <param name="ReportId">On what.</param>
/// <param name="Uphold">True suspends the campaign, false dismisses the report. Deciding twice the same is deciding once.</param>
public sealed record ReviewReport(AccountId OperatorId, ReportId ReportId, bool Uphold) : ICommand;

/// <summary>The reports that wait for an operator, oldest first.</summary>
/// <param name="Most">At most so many.</param>
public sealed record GetOpenReports(int Most = 10) : IQuery<IReadOnlyList<ReportView>>;

/// <summary>A report.</summary>
/// <param name="Id">Which.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="CampaignTitle">Its title.</param>
/// <param name="Bot">What it promotes.</param>
/// <param name="Reason">Which kind.</param>
/// <param name="Text">In the person's words.</param>
/// <param name="ReportedAt">When.</param>
public sealed record ReportView(ReportId Id, CampaignId CampaignId, string CampaignTitle, PromotedBot Bot, ReportReason Reason, string? Text, DateTimeOffset ReportedAt);

/// <summary>Somebody complained: the operators are told.</summary>
/// <param name="ReportId">Which.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="CampaignTitle">Its title.</param>
public sealed record CampaignReported(ReportId ReportId, CampaignId CampaignId, string CampaignTitle) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}

/// <summary>An operator stopped a campaign: its owner is told.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">Its title.</param>
public sealed record CampaignSuspended(CampaignId CampaignId, AccountId OwnerId, string Title) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}
