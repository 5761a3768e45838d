using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;

namespace Marketplace.Wallets;

/// <summary>A withdrawal. It has one set of signed bytes at a time: what could pay is what is stored here.</summary>
internal sealed class Withdrawal
{
    public required WithdrawalId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Network { get; init; }

    public required string Address { get; init; }

    public required Sun Amount { get; init; }

    public required Sun Fee { get; init; }

    public required WithdrawalState State { get; init; }

    /// <summary>How often it was signed: more than once only where earlier bytes expired unpaid.</summary>
    public int Attempts { get; init; }

    public string? TransactionId { get; init; }

    public byte[]? SignedBytes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public AccountId? ReviewedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The funds are held under the withdrawal's own id.</summary>
    public static HoldId HoldOf(WithdrawalId id) => new(id.Value);

    public WithdrawalView ToView() => new(Id, AccountId, Address, Amount, Fee, State, TransactionId, RequestedAt);
}
