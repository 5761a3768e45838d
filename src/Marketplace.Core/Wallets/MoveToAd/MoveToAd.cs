using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Wallets;

/// <summary>Makes earnings pay for campaigns. There is no way back.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Amount">How much.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
public sealed record MoveToAd(AccountId AccountId, Sun Amount, string? IdempotencyKey = null) : ICommand, IIdempotent;
