using Marketplace.Kernel;

namespace Marketplace.Tron.Payments;

/// <summary>The refusals of this package.</summary>
public static class TronPaymentErrors
{
    /// <summary>
    /// The signer's own rules refuse: nothing is signed, and a person must look. Arguments <c>reason</c> (<c>daily_limit</c>, <c>wrong_recipient</c>, …) and
    /// <c>detail</c>.
    /// </summary>
    public static Error SignerRefused { get; } = new("tron.signer_refused");

    /// <summary>This host holds no key and knows no signer: it only receives.</summary>
    public static Error NoSigner { get; } = new("tron.no_signer");
}
