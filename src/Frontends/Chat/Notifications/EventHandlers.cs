using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Persistence.Outbox;
using Marketplace.Referrals;
using Marketplace.Wallets;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Notifications;

/// <summary>Money that goes.</summary>
internal sealed class WalletNotifications(Notifier notifier, IPaymentNetwork network, IOptions<ChatOptions> options) :
    IIntegrationEventHandler<WithdrawalSettled>,
    IIntegrationEventHandler<WithdrawalCancelled>,
    IIntegrationEventHandler<WithdrawalAwaitsApproval>,
    IIntegrationEventHandler<WithdrawalApproved>,
    IIntegrationEventHandler<NewAddressUsed>,
    IIntegrationEventHandler<OpeningPriceReturned>,
    IIntegrationEventHandler<WithdrawalsLackCoins>
{
    public bool SharesTransaction => true;

    private const string BalanceButton = "balance";

    public Task HandleAsync(WithdrawalSettled settled, CancellationToken cancellationToken) => notifier.TellAsync(
        settled.AccountId,
        "notify.withdrawal_settled",
        [
            ("received", settled.Received),
            ("address", settled.Address),
            ("transaction", settled.TransactionId),
            .. Notification.LinkTo(network.LinkTo(settled.TransactionId)),
        ],
        BalanceButton,
        cancellationToken);

    public Task HandleAsync(WithdrawalCancelled cancelled, CancellationToken cancellationToken) => cancelled.State == WithdrawalState.Cancelled
        ? Task.CompletedTask // They did it themselves, and saw it.
        : notifier.TellAsync(
            cancelled.AccountId,
            "notify.withdrawal_cancelled",
            [
                ("amount", cancelled.Amount),
                ("rejected", cancelled.State == WithdrawalState.Rejected ? "yes" : "no"),
                ("explained", cancelled.Reason is null ? "no" : "yes"),
                ("reason", cancelled.Reason ?? string.Empty),
            ],
            BalanceButton,
            cancellationToken);

    public Task HandleAsync(WithdrawalsLackCoins lack, CancellationToken cancellationToken) => notifier.TellOperatorsAsync(
        "notify.withdrawals_lack_coins",
        [("address", lack.Address), ("available", lack.Available), ("needed", lack.Needed), ("lacking", lack.Needed - lack.Available)],
        "admin",
        cancellationToken);

    /// <summary>Only those hear of it who can act: nobody approves their own, nor twice.</summary>
    public Task HandleAsync(WithdrawalAwaitsApproval waiting, CancellationToken cancellationToken) => notifier.TellOperatorsAsync(
        "notify.withdrawal_awaits", [("amount", waiting.Amount)], "withdrawals", cancellationToken, [waiting.AccountId, .. waiting.ApprovedBy]);

    public Task HandleAsync(WithdrawalApproved approved, CancellationToken cancellationToken) => notifier.TellAsync(
        approved.AccountId,
        "notify.withdrawal_approved",
        [("receives", approved.Receives), ("waits", approved.NotBefore is null ? "no" : "yes"), ("until", When(approved.NotBefore))],
        "payouts",
        cancellationToken);

    public Task HandleAsync(NewAddressUsed used, CancellationToken cancellationToken) => notifier.TellEverywhereAsync(
        used.AccountId,
        "notify.new_address",
        [
            ("address", used.Address),
            ("amount", used.Amount),
            ("waits", used.NotBefore is null ? "no" : "yes"),
            ("until", When(used.NotBefore)),
            ("contact", options.Value.SupportWords),
        ],
        $"not_me.{used.Address}",
        cancellationToken);

    public Task HandleAsync(OpeningPriceReturned returned, CancellationToken cancellationToken) => notifier.TellAsync(
        returned.AccountId, "notify.opening_returned", [("amount", returned.Amount), ("address", returned.Address)], BalanceButton, cancellationToken);

    private static string When(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture) ?? string.Empty;
}

/// <summary>What a sponsor likes to hear.</summary>
internal sealed class SponsorNotifications(Notifier notifier) :
    IIntegrationEventHandler<AccountRegistered>,
    IIntegrationEventHandler<CommissionPaid>
{
    public bool SharesTransaction => true;

    public Task HandleAsync(AccountRegistered registered, CancellationToken cancellationToken) => registered.SponsorId is { } sponsor
        ? notifier.TellAsync(sponsor, "notify.invited", [], "referral", cancellationToken)
        : Task.CompletedTask;

    public Task HandleAsync(CommissionPaid paid, CancellationToken cancellationToken) => notifier.TellAsync(
        paid.SponsorId, "notify.commission", [("amount", paid.Amount), ("deposit", paid.ForDeposit ? "yes" : "no")], "referral", cancellationToken);
}
