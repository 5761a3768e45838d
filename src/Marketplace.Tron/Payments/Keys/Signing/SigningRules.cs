using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>What may be signed at all, whatever was signed before: a plain transfer of TRX from the address whose key is asked for.</summary>
internal static class SigningRules
{
    /// <returns>Why not, or null.</returns>
    public static SigningRefusal? Judge(PaymentSource source, TronTransaction transaction, TronWallet wallet)
    {
        if (transaction.Contract is not TransferContract transfer)
        {
            return new SigningRefusal("not_a_transfer", $"It is a contract of type {transaction.Contract.TypeNumber}, and only transfers of TRX are signed.");
        }

        var own = wallet.AddressOf(source);
        return transfer switch
        {
            { Owner: var owner } when owner != own => new SigningRefusal("wrong_owner", $"It takes from {owner}, and the key asked for is that of {own}."),
            { AmountSun: <= 0 } => new SigningRefusal("wrong_amount", $"It transfers {transfer.AmountSun} sun."),
            { To: var to } when to == own => new SigningRefusal("wrong_recipient", "It pays itself."),
            // Whoever may ask for signatures gains nothing by a sweep: the coins stay in the house.
            { To: var to } when source.DepositIndex is not null && to != wallet.Hot =>
                new SigningRefusal("wrong_recipient", $"It takes from a deposit address to {to}; from there coins go to the hot wallet only."),
            _ => JudgeExtras(transaction),
        };
    }

    /// <summary>A memo and energy cost a fee on top, and another permission is another set of keys: no payment of ours has any of them.</summary>
    private static SigningRefusal? JudgeExtras(TronTransaction transaction) =>
        !transaction.Memo.IsEmpty ? new SigningRefusal("memo", "It has a memo.")
        : transaction.FeeLimitSun != 0 ? new SigningRefusal("fee_limit", "It has a fee limit.")
        : transaction.PermissionId != 0 ? new SigningRefusal("permission", $"It is for permission {transaction.PermissionId}.")
        : null;
}
