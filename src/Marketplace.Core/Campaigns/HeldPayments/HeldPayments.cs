using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>The payments that could not be made and wait for an operator, oldest first.</summary>
/// <param name="Most">At most so many, 1 to 100.</param>
/// <param name="Skip">How many of the oldest are passed over.</param>
public sealed record GetHeldPayments(int Most = 10, int Skip = 0) : IQuery<IReadOnlyList<HeldPayment>>;

/// <summary>A payment that was promised and refused by the books: its cause is a bug, or a book that somebody changed.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="CampaignTitle">Its title.</param>
/// <param name="AccountId">Who is to get it.</param>
/// <param name="Earns">How much.</param>
/// <param name="ConfirmedAt">Since when it is owed.</param>
/// <param name="Because">The ledger's code, or <c>database</c> where the log says more.</param>
public sealed record HeldPayment(ParticipationId ParticipationId, CampaignId CampaignId, string CampaignTitle, AccountId AccountId, Sun Earns, DateTimeOffset ConfirmedAt, string Because);

/// <summary>
/// The cause is mended: pays it with the next batch. Where it is paid or waiting already, nothing changes. Errors: <c>accounts.operators_only</c>, <c>kernel.not_found</c>,
/// <c>campaigns.wrong_state</c>.
/// </summary>
/// <param name="OperatorId">Who says so.</param>
/// <param name="ParticipationId">Which.</param>
public sealed record RetryHeldPayment(AccountId OperatorId, ParticipationId ParticipationId) : ICommand;

/// <summary>The books refuse a reward that is owed: whoever earned it hears that it waits, and operators look why.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="AccountId">Who is to get it.</param>
/// <param name="Title">The campaign's title.</param>
/// <param name="Earns">How much.</param>
public sealed record PaymentHeld(ParticipationId ParticipationId, CampaignId CampaignId, AccountId AccountId, string Title, Sun Earns) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"participation:{ParticipationId}";
}

/// <summary>A reward that was held is paid after all.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="CampaignId">In what.</param>
/// <param name="AccountId">Who got it.</param>
/// <param name="Title">The campaign's title.</param>
/// <param name="Earned">How much.</param>
public sealed record HeldPaymentPaid(ParticipationId ParticipationId, CampaignId CampaignId, AccountId AccountId, string Title, Sun Earned) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"participation:{ParticipationId}";
}
