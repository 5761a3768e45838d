using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>The transaction of <see cref="RequestWithdrawal"/>: limits, hold, row.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Address">Where to, in its one spelling.</param>
/// <param name="Amount">What leaves the balance.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
/// <param name="QuotedFee">What the person agreed to.</param>
/// <param name="ActivationCost">
/// What the network said a moment ago. No part of the request as it is compared with an earlier one of its key: the network may know the address by then.
/// </param>
internal sealed record HoldWithdrawal(
    AccountId AccountId, string Address, Sun Amount, string? IdempotencyKey, Sun? QuotedFee, [property: JsonIgnore] long ActivationCost)
    : ICommand<WithdrawalView>, IIdempotent;
