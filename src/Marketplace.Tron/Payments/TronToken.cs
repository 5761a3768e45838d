namespace Marketplace.Tron.Payments;

/// <summary>A TRC-20 token that is taken as a deposit. What counts is its contract: anybody can deploy another with the same name and symbol.</summary>
/// <param name="Symbol">The ledger's asset code for it, such as <c>USDT</c>; not the network's own.</param>
/// <param name="Contract">The contract's address.</param>
/// <param name="Decimals">How many decimals its smallest unit stands for: 6 for USDT.</param>
/// <param name="MinimumDeposit">In its smallest unit; smaller transfers are logged and not counted.</param>
public sealed record TronToken(string Symbol, string Contract, int Decimals, long MinimumDeposit = 1);
