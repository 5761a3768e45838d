using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Somebody's deposits, newest first.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Page">From 0.</param>
/// <param name="PageSize">1 to 50.</param>
public sealed record GetDeposits(AccountId AccountId, int Page = 0, int PageSize = 8) : IQuery<DepositList>;

/// <summary>A page of deposits.</summary>
/// <param name="Deposits">The deposits.</param>
/// <param name="Page">Which page this is; the last one where a later was asked.</param>
/// <param name="Pages">How many there are, at least 1.</param>
public sealed record DepositList(IReadOnlyList<DepositView> Deposits, int Page, int Pages);

/// <summary>One deposit.</summary>
/// <param name="TransactionId">The chain's id.</param>
/// <param name="OutputIndex">Which of its outputs.</param>
/// <param name="Asset">What came.</param>
/// <param name="Amount">In its smallest unit.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Confirmations">In how many blocks it stands, its own among them: at most <paramref name="Needed"/>, and 0 where a fork dropped it.</param>
/// <param name="Needed">In how many it must stand to be credited.</param>
/// <param name="SeenAt">When it was seen first.</param>
public sealed record DepositView(
    string TransactionId, int OutputIndex, Asset Asset, long Amount, DepositTarget Target, DepositState State, int Confirmations, int Needed, DateTimeOffset SeenAt)
{
    /// <summary>Where people look it up; null where nobody can.</summary>
    public string? Link { get; init; }
}
