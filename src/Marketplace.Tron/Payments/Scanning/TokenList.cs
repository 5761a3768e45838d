using Marketplace.Kernel;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments.Scanning;

/// <summary>The tokens that count, by contract.</summary>
internal sealed class TokenList(IOptions<TronPaymentsOptions> options)
{
    // A ledger's amount is 64 bits: with more decimals not even ten whole tokens would fit.
    private const int MostDecimals = 18;
    private readonly Dictionary<TronAddress, TronToken> tokens = options.Value.Tokens.ToDictionary(token => TronAddress.Parse(token.Contract).Value);

    public bool IsEmpty => tokens.Count == 0;

    public bool Contains(TronAddress contract) => tokens.ContainsKey(contract);

    public TronToken this[TronAddress contract] => tokens[contract];

    /// <summary>For the validation at start.</summary>
    public static bool AreValid(TronPaymentsOptions options) =>
        options.Tokens.All(token =>
            token.Symbol is { Length: > 0 and <= 16 } && token.Symbol.All(char.IsAsciiLetterOrDigit) && token.Symbol != Asset.Trx.Code
            && TronAddress.TryParse(token.Contract, out _, out _)
            && token.Decimals is >= 0 and <= MostDecimals
            && token.MinimumDeposit > 0)
        && options.Tokens.DistinctBy(token => token.Symbol).Count() == options.Tokens.Count
        && options.Tokens.DistinctBy(token => TronAddress.Parse(token.Contract).Value).Count() == options.Tokens.Count;
}
