using Marketplace.Accounts;
using Marketplace.Frontends.Notifications;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Persistence.Outbox;
using Marketplace.Wallets;
using MediatR;

namespace Marketplace.Frontends.Wallets.Deposits;

/// <summary>What a person hears of coins on their way in: seen, taken back where a fork dropped them, too few so far, and there.</summary>
internal sealed class DepositNotifications(Notifier notifier, ISender sender, IPaymentNetwork network) :
    IIntegrationEventHandler<DepositSeen>,
    IIntegrationEventHandler<DepositDropped>,
    IIntegrationEventHandler<DepositBelowMinimum>,
    IIntegrationEventHandler<DepositCredited>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(DepositSeen seen, CancellationToken cancellationToken) => TellAsync(
        seen.AccountId,
        "notify.deposit_seen",
        seen.TransactionId,
        DepositsPage.PageName,
        [("amount", Of(seen.Asset, seen.Amount)), ("seconds", (long)Math.Ceiling(network.Info.TimeToSolid.TotalSeconds))],
        cancellationToken);

    public Task HandleAsync(DepositDropped dropped, CancellationToken cancellationToken) => notifier.TellAsync(
        dropped.AccountId, "notify.deposit_dropped", [("amount", Of(dropped.Asset, dropped.Amount))], DepositsPage.PageName, cancellationToken);

    public Task HandleAsync(DepositBelowMinimum below, CancellationToken cancellationToken) => TellAsync(
        below.AccountId,
        "notify.deposit_below",
        below.TransactionId,
        "deposit",
        [
            ("amount", Of(below.Asset, below.Amount)),
            ("more", below.Together > below.Amount ? "yes" : "no"),
            ("together", Of(below.Asset, below.Together)),
            ("minimum", Of(below.Asset, below.Minimum)),
            ("missing", Of(below.Asset, below.Minimum - below.Together)),
        ],
        cancellationToken);

    public async Task HandleAsync(DepositCredited credited, CancellationToken cancellationToken)
    {
        if (credited.IsCarried)
        {
            // The deposit that carries it speaks for it.
            return;
        }

        var isToken = credited.Asset != Asset.Trx.Code;
        var wallet = await sender.Send(new GetWallet(credited.AccountId), cancellationToken);
        await TellAsync(
            credited.AccountId,
            "notify.deposit_credited",
            credited.TransactionId,
            "balance",
            [
                ("amount", Of(credited.Asset, credited.Amount)),
                ("carries", credited.Carries > 0 ? "yes" : "no"),
                ("carried", Of(credited.Asset, credited.Carries)),
                ("target", isToken ? "Token" : credited.Target),
                ("balance", (credited.Target == DepositTarget.Ad ? wallet.Ad : wallet.Earn).Value),
            ],
            cancellationToken);
    }

    private Task TellAsync(
        AccountId person, string key, string transaction, string action, IReadOnlyList<(string Name, object Value)> values, CancellationToken cancellationToken) =>
        notifier.TellAsync(person, key, [.. values, .. Notification.LinkTo(network.LinkTo(transaction))], action, cancellationToken);

    private Coins Of(string asset, long amount) => new(
        amount, network.Info.Tokens.FirstOrDefault(token => token.Asset.Code == asset)?.Asset ?? network.Info.Asset);
}
