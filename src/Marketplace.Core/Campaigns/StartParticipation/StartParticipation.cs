using Marketplace.Accounts;
using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Campaigns;

/// <summary>
/// Reserves the reward for this person; asking again while it is open answers the same participation. Sent from outside any command, those of many people share
/// a transaction; sent from inside one it joins that.
/// Errors: <c>campaigns.not_found</c>, <c>campaigns.own_campaign</c>, <c>campaigns.already_done</c>, <c>campaigns.not_active</c>,
/// <c>campaigns.budget_exhausted</c>, <c>campaigns.too_many_open</c>, <c>campaigns.too_many_unfinished</c>.
/// </summary>
/// <param name="AccountId">Who.</param>
/// <param name="CampaignId">In what.</param>
public sealed record StartParticipation(AccountId AccountId, CampaignId CampaignId) : IRequest<Result<ParticipationView>>;

/// <summary>Gives the reservation up; once it is confirmed it answers <c>campaigns.wrong_state</c>.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="ParticipationId">Which.</param>
public sealed record CancelParticipation(AccountId AccountId, ParticipationId ParticipationId) : ICommand;

/// <summary>This person's participations that wait for a proof or a validation, newest first.</summary>
/// <param name="AccountId">Who.</param>
public sealed record GetOpenParticipations(AccountId AccountId) : IQuery<IReadOnlyList<ParticipationView>>;
