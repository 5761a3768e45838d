using Marketplace.Kernel;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Keys;

/// <summary>Who holds the keys. It may be another process; it looks at what it signs and may refuse.</summary>
internal interface ISigner
{
    /// <summary>Signs with the key of the request's source, and with no other.</summary>
    /// <returns>The signed transaction; an error where the signer's own rules refuse it.</returns>
    Task<Result<SignedTronTransaction>> SignAsync(SigningRequest request, CancellationToken cancellationToken);
}

/// <summary>What is to be signed.</summary>
/// <param name="Reference">What it is for: the signer counts and remembers by it.</param>
/// <param name="Source">Whose key.</param>
/// <param name="Transaction">The transaction, not signed yet.</param>
internal sealed record SigningRequest(string Reference, PaymentSource Source, TronTransaction Transaction);
