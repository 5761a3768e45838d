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

/// <summary>
/// Complains about a campaign, once per person. Errors: <c>campaigns.not_found</c>, <c>campaigns.report_too_long</c>, <c>campaigns.report_needs_words</c>,
/// <c>campaigns.already_reported</c>.
/// </summary>
/// <param name="AccountId">Who.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="Reason">Which kind.</param>
/// <param name="Text">In the person's words, at most 1,000 characters; <see cref="ReportReason.Other"/> needs some.</param>
public sealed record ReportCampaign(AccountId AccountId, CampaignId CampaignId, ReportReason Reason, string? Text) : ICommand<ReportId>;

/// <summary>What a person did last and has not reported yet, newest first: a bot shows what it is only when the task is done.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Most">At most so many, 1 to 20.</param>
public sealed record GetReportable(AccountId AccountId, int Most = 8) : IQuery<IReadOnlyList<CampaignName>>;

/// <summary>A campaign's name.</summary>
/// <param name="Id">Which.</param>
/// <param name="Title">In the owner's words.</param>
public sealed record CampaignName(CampaignId Id, string Title);

/// <summary>Somebody complained: the operators are told.</summary>
/// <param name="ReportId">Which.</param>
/// <param name="CampaignId">About what.</param>
/// <param name="CampaignTitle">Its title.</param>
public sealed record CampaignReported(ReportId ReportId, CampaignId CampaignId, string CampaignTitle) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"campaign:{CampaignId}";
}
