using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>A campaign.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct CampaignId(Guid Value) : ITypedId<CampaignId>
{
    /// <inheritdoc/>
    public static CampaignId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Somebody's part in a campaign.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct ParticipationId(Guid Value) : ITypedId<ParticipationId>
{
    /// <inheritdoc/>
    public static ParticipationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A complaint about a campaign.</summary>
/// <param name="Value">The bare id.</param>
public readonly record struct ReportId(Guid Value) : ITypedId<ReportId>
{
    /// <inheritdoc/>
    public static ReportId From(Guid value) => new(value);
}

/// <summary>The promoted bot, known by what can not be sold or renamed.</summary>
/// <param name="Platform">Lower case: <c>telegram</c>.</param>
/// <param name="Id">The platform's numeric id.</param>
/// <param name="Username">Its name when it was resolved, without <c>@</c>: shown, never compared.</param>
public sealed record PromotedBot(string Platform, string Id, string Username);

/// <summary>Where a campaign stands.</summary>
public enum CampaignState
{
    /// <summary>Written, never funded.</summary>
    Draft = 0,

    /// <summary>Shown and paying while its budget lasts.</summary>
    Active = 1,

    /// <summary>Stopped by its owner for now.</summary>
    Paused = 2,

    /// <summary>Stopped by an operator after a report.</summary>
    Suspended = 3,

    /// <summary>Over; what was left went back.</summary>
    Closed = 4,
}

/// <summary>
/// Where a participation stands. Below 10 it is live or paid, and there is one of those per campaign and person. From <see cref="Confirmed"/> on the reward is owed:
/// it can not expire or be given up, and is paid whatever becomes of the campaign.
/// </summary>
public enum ParticipationState
{
    /// <summary>The reward is reserved; the proof is awaited.</summary>
    Open = 0,

    /// <summary>The proof was accepted; the validation link is awaited.</summary>
    Proved = 1,

    /// <summary>The validation link was opened; the payment follows at once, with the next batch.</summary>
    Confirmed = 2,

    /// <summary>Owed, but the books refused the payment: it waits for an operator (<see cref="GetHeldPayments"/>).</summary>
    Held = 3,

    /// <summary>Paid.</summary>
    Paid = 4,

    /// <summary>Time ran out.</summary>
    Expired = 10,

    /// <summary>Given up by the participant.</summary>
    Cancelled = 11,

    /// <summary>Ended by the platform: its campaign was stopped before there was a proof.</summary>
    Refused = 12,

    /// <summary>Paid and taken back.</summary>
    Reversed = 13,
}

/// <summary>A campaign as its owner sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="OwnerId">Whose.</param>
/// <param name="Title">In the owner's words.</param>
/// <param name="Bot">What it promotes.</param>
/// <param name="Reward">The price of one participation, paid from the budget; the participant gets it less the platform's fee.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Budget">What can still be reserved.</param>
/// <param name="Reserved">What participations that are not paid yet reserve.</param>
/// <param name="PaidCount">How many were paid.</param>
/// <param name="Spent">How much they cost.</param>
/// <param name="Tested">True where the owner showed that the bot answers.</param>
/// <param name="Wanted">The budget that the owner has in mind and has not paid in yet.</param>
public sealed record CampaignView(
    CampaignId Id, AccountId OwnerId, string Title, PromotedBot Bot, Sun Reward, CampaignState State, Sun Budget, Sun Reserved, int PaidCount, Sun Spent,
    bool Tested = false, Sun Wanted = default);

/// <summary>A campaign as an earner sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Title">In the owner's words.</param>
/// <param name="Bot">What to start.</param>
/// <param name="Earns">What the participant gets: the reward less the platform's fee.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Funded">True while its budget pays for one more person.</param>
/// <param name="Tested">True where its owner showed that the bot answers and that its answers can be forwarded.</param>
public sealed record CampaignOffer(CampaignId Id, string Title, PromotedBot Bot, Sun Earns, CampaignState State = CampaignState.Active, bool Funded = true, bool Tested = false)
{
    /// <summary>True where somebody can start now.</summary>
    public bool IsOpen => State == CampaignState.Active && Funded;
}

/// <summary>A participation as its person sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Campaign">In what.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OpenedAt">Proofs must be younger.</param>
/// <param name="ExpiresAt">When the reservation ends.</param>
public sealed record ParticipationView(ParticipationId Id, CampaignOffer Campaign, ParticipationState State, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt);

/// <summary>The refusals of this module.</summary>
public static class CampaignErrors
{
    /// <summary>No such campaign, or not his.</summary>
    public static Error NotFound { get; } = new("campaigns.not_found");

    /// <summary>Not possible in this state; argument <c>state</c>.</summary>
    public static Error WrongState { get; } = new("campaigns.wrong_state");

    /// <summary>1 to 80 characters that can be seen.</summary>
    public static Error BadTitle { get; } = new("campaigns.bad_title");

    /// <summary>More marks on one letter of a title than any script writes; argument <c>most</c>.</summary>
    public static Error PiledMarks { get; } = new("campaigns.piled_marks");

    /// <summary>The reward is out of range; arguments <c>minimum</c>, <c>maximum</c>.</summary>
    public static Error BadReward { get; } = new("campaigns.bad_reward");

    /// <summary>A budget must pay for at least one reward; argument <c>minimum</c>.</summary>
    public static Error BudgetTooSmall { get; } = new("campaigns.budget_too_small");

    /// <summary>The ad balance lacks it; arguments <c>available</c>, <c>needed</c>.</summary>
    public static Error InsufficientAdFunds { get; } = new("campaigns.insufficient_ad_funds");

    /// <summary>One can not earn from one's own campaign.</summary>
    public static Error OwnCampaign { get; } = new("campaigns.own_campaign");

    /// <summary>Done and paid before.</summary>
    public static Error AlreadyDone { get; } = new("campaigns.already_done");

    /// <summary>It is paused, suspended or closed just now.</summary>
    public static Error NotActive { get; } = new("campaigns.not_active");

    /// <summary>This person has as many tasks open as one may have; argument <c>most</c>.</summary>
    public static Error TooManyOpen { get; } = new("campaigns.too_many_open");

    /// <summary>This person left too many tasks unfinished and may start again later; argument <c>minutes</c>.</summary>
    public static Error TooManyUnfinished { get; } = new("campaigns.too_many_unfinished");

    /// <summary>Its budget is used up or reserved by others.</summary>
    public static Error BudgetExhausted { get; } = new("campaigns.budget_exhausted");

    /// <summary>There is no open participation that this could belong to.</summary>
    public static Error NothingOpen { get; } = new("campaigns.nothing_open");

    /// <summary>The reservation's time is over.</summary>
    public static Error ParticipationExpired { get; } = new("campaigns.participation_expired");

    /// <summary>The validation link is unknown, used, too old or another person's.</summary>
    public static Error BadValidationLink { get; } = new("campaigns.bad_validation_link");

    /// <summary>A report's words are too many; argument <c>most</c>, in characters.</summary>
    public static Error ReportTooLong { get; } = new("campaigns.report_too_long");

    /// <summary>A report of something else needs words.</summary>
    public static Error ReportNeedsWords { get; } = new("campaigns.report_needs_words");

    /// <summary>Another operator has decided this report, and otherwise.</summary>
    public static Error ReportDecided { get; } = new("campaigns.report_decided");

    /// <summary>This person reported this campaign already.</summary>
    public static Error AlreadyReported { get; } = new("campaigns.already_reported");
}
