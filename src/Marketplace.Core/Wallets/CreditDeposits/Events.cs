using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>A deposit stands in a block that may still vanish: nothing is credited yet.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="Target">Where it will go.</param>
public sealed record DepositSeen(AccountId AccountId, long Amount, string TransactionId, DepositTarget Target) : IIntegrationEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}

/// <summary>A deposit was credited (told inside the transaction that credited it, and afterwards through the outbox).</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">In the smallest unit.</param>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="OutputIndex">Which of its outputs.</param>
/// <param name="Target">Where it went. Only <see cref="DepositTarget.Ad"/> earns a commission: the other can be withdrawn at once.</param>
public sealed record DepositCredited(AccountId AccountId, long Amount, string TransactionId, int OutputIndex, DepositTarget Target) : IIntegrationEvent, IDomainEvent
{
    /// <summary>The code of what came: the network's own asset, or a token.</summary>
    public string Asset { get; init; } = "TRX";

    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
