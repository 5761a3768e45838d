using System.Globalization;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>A source as the signer's clients write it: <c>hot</c>, or <c>deposit:7</c>.</summary>
internal static class SourceText
{
    private const string Hot = "hot";
    private const string Deposit = "deposit:";

    public static string Write(PaymentSource source) =>
        source.DepositIndex is { } index ? string.Create(CultureInfo.InvariantCulture, $"{Deposit}{index}") : Hot;

    public static PaymentSource? Read(string? text) =>
        text == Hot ? PaymentSource.Hot
        : text is not null && text.StartsWith(Deposit, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(Deposit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? PaymentSource.Deposit(index)
        : null;
}
