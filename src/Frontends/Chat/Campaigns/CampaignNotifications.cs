using Marketplace.Campaigns;
using Marketplace.Frontends.Notifications;
using Marketplace.Persistence.Outbox;

namespace Marketplace.Frontends.Campaigns;

/// <summary>What owners hear of their campaigns.</summary>
internal sealed class OwnerNotifications(Notifier notifier) :
    IIntegrationEventHandler<CampaignProgressed>,
    IIntegrationEventHandler<CampaignExhausted>,
    IIntegrationEventHandler<CampaignSuspended>,
    IIntegrationEventHandler<SuspensionLifted>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(CampaignProgressed progress, CancellationToken cancellationToken) => notifier.TellAsync(
        progress.OwnerId,
        "notify.campaign_progress",
        [("milestone", progress.Milestone), ("title", progress.Title), ("paid", progress.Paid), ("spent", progress.Spent.Value), ("left", progress.Left.Value)],
        Show(progress.CampaignId),
        cancellationToken);

    public Task HandleAsync(CampaignExhausted exhausted, CancellationToken cancellationToken) =>
        notifier.TellAsync(exhausted.OwnerId, "notify.campaign_exhausted", [("title", exhausted.Title)], Show(exhausted.CampaignId), cancellationToken);

    public Task HandleAsync(CampaignSuspended suspended, CancellationToken cancellationToken) => notifier.TellAsync(
        suspended.OwnerId,
        "notify.campaign_suspended",
        [("title", suspended.Title), ("reason", suspended.Reason)],
        Show(suspended.CampaignId),
        cancellationToken);

    public Task HandleAsync(SuspensionLifted lifted, CancellationToken cancellationToken) => notifier.TellAsync(
        lifted.OwnerId, "notify.suspension_lifted", [("title", lifted.Title), ("state", lifted.State)], Show(lifted.CampaignId), cancellationToken);

    private static string Show(CampaignId id) => $"campaign.{ActionArguments.EncodeId(id.Value)}";
}

/// <summary>What becomes of what people have begun, earned and reported.</summary>
internal sealed class ParticipantNotifications(Notifier notifier) :
    IIntegrationEventHandler<ParticipationEnded>,
    IIntegrationEventHandler<ReportDecided>,
    IIntegrationEventHandler<HeldPaymentPaid>,
    IIntegrationEventHandler<OfferFound>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(ParticipationEnded ended, CancellationToken cancellationToken) => notifier.TellAsync(
        ended.AccountId,
        ended.Stopped ? "notify.task_stopped" : "notify.task_expired",
        [("title", ended.Title)],
        ended.Stopped ? "browse_bots" : $"offer.{ActionArguments.EncodeId(ended.CampaignId.Value)}",
        cancellationToken);

    public Task HandleAsync(ReportDecided decided, CancellationToken cancellationToken) => notifier.TellAsync(
        decided.AccountId, "notify.report_decided", [("title", decided.Title), ("upheld", decided.Upheld ? "yes" : "no")], null, cancellationToken);

    public Task HandleAsync(HeldPaymentPaid paid, CancellationToken cancellationToken) => notifier.TellAsync(
        paid.AccountId, "notify.held_paid", [("title", paid.Title), ("earned", paid.Earned.Value)], "balance", cancellationToken);

    public Task HandleAsync(OfferFound found, CancellationToken cancellationToken) => notifier.TellAsync(
        found.AccountId,
        "notify.offer_found",
        [("title", found.Title), ("earns", found.Earns.Value)],
        $"offer.{ActionArguments.EncodeId(found.CampaignId.Value)}",
        cancellationToken);
}

/// <summary>What operators must look at.</summary>
internal sealed class CampaignOperatorNotifications(Notifier notifier) :
    IIntegrationEventHandler<CampaignReported>,
    IIntegrationEventHandler<PaymentHeld>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(CampaignReported reported, CancellationToken cancellationToken) =>
        notifier.TellOperatorsAsync("notify.campaign_reported", [("title", reported.CampaignTitle)], "reports", cancellationToken);

    public async Task HandleAsync(PaymentHeld held, CancellationToken cancellationToken)
    {
        await notifier.TellAsync(
            held.AccountId, "notify.payment_held", [("title", held.Title), ("earns", held.Earns.Value)], null, cancellationToken);
        await notifier.TellOperatorsAsync(
            "notify.payment_held.operators", [("title", held.Title), ("earns", held.Earns.Value)], "held", cancellationToken);
    }
}
