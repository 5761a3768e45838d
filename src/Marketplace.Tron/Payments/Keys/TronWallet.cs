using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Keys;

/// <summary>The house's addresses. There is no secret in it: deposit addresses come from an account's extended public key.</summary>
/// <param name="Deposits">The external branch, <c>m/44'/195'/0'/0</c>.</param>
/// <param name="Hot">Who pays withdrawals.</param>
/// <param name="Cold">Who takes what is too much for the hot wallet; null where there is none.</param>
internal sealed record TronWallet(HdPublicKey Deposits, TronAddress Hot, TronAddress? Cold)
{
    public const uint ExternalBranch = 0;

    public static TronWallet FromAccount(HdPublicKey accountXpub, TronAddress hot, TronAddress? cold) =>
        new(accountXpub.Child(ExternalBranch).Value, hot, cold);

    public TronAddress DepositAddress(int index) => Deposits.Child(checked((uint)index)).Value.Address;

    public TronAddress AddressOf(PaymentSource source) => source.DepositIndex is { } index ? DepositAddress(index) : Hot;

    public bool IsHouse(TronAddress address) => address == Hot || address == Cold;
}
