using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Stores a payment's bytes before anything is sent: from here on there is something that could pay.</summary>
/// <param name="WithdrawalId">Which withdrawal.</param>
/// <param name="Payment">The bytes.</param>
internal sealed record StoreSignedPayment(WithdrawalId WithdrawalId, SignedPayment Payment) : ICommand
{
    /// <summary>Another worker went on with it: these bytes must never leave the house.</summary>
    public static Error Overtaken { get; } = new("wallets.withdrawal_overtaken");
}

/// <summary>Takes the consequence of what the network says about the stored payment.</summary>
/// <param name="WithdrawalId">Which withdrawal.</param>
/// <param name="TransactionId">Of which bytes it was said: of others it means nothing.</param>
/// <param name="Status">What was said.</param>
internal sealed record RecordPaymentStatus(WithdrawalId WithdrawalId, string TransactionId, PaymentStatus Status) : ICommand;

/// <summary>The network will never take this payment, and no bytes of it exist: the funds become free again.</summary>
/// <param name="WithdrawalId">Which withdrawal.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record RefusePayment(WithdrawalId WithdrawalId, Error Reason) : ICommand;

/// <summary>Notes that the source has too little for the withdrawal whose turn it is, or that it has enough again.</summary>
/// <param name="Shortage">The refusal with its arguments <c>address</c>, <c>available</c>, <c>needed</c>; null where there is enough.</param>
internal sealed record RecordShortage(Error? Shortage) : ICommand;
