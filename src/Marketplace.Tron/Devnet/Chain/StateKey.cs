namespace Marketplace.Tron.Devnet;

internal enum StateKind : byte
{
    Account,
    TokenBalance,
    TokenAllowance,
    Transaction,
}

/// <summary>The place of one value of the chain's state.</summary>
internal readonly record struct StateKey(StateKind Kind, TronAddress First, TronAddress Second = default, TronAddress Third = default, string? Id = null)
{
    internal static StateKey Account(TronAddress address) => new(StateKind.Account, address);

    internal static StateKey Balance(TronAddress token, TronAddress holder) => new(StateKind.TokenBalance, token, holder);

    internal static StateKey Allowance(TronAddress token, TronAddress owner, TronAddress spender) => new(StateKind.TokenAllowance, token, owner, spender);

    internal static StateKey Transaction(string id) => new(StateKind.Transaction, default, Id: id);
}
