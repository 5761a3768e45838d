using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>The module in numbers, for operators.</summary>
public sealed record GetCampaignFigures : IQuery<CampaignFigures>;

/// <summary>The module in numbers.</summary>
/// <param name="ActiveCampaigns">Shown and funded now.</param>
/// <param name="OpenParticipations">Open or proved now.</param>
/// <param name="ConfirmedParticipations">Waiting for the next batch of payments: for moments.</param>
/// <param name="HeldPayments">Owed, but refused by the books: see <see cref="GetHeldPayments"/>.</param>
/// <param name="PaidParticipations">Ever paid.</param>
/// <param name="PaidOut">What they cost the owners.</param>
/// <param name="OpenReports">Waiting for an operator.</param>
public sealed record CampaignFigures(
    int ActiveCampaigns, int OpenParticipations, int ConfirmedParticipations, int HeldPayments, int PaidParticipations, Sun PaidOut, int OpenReports);
