using Marketplace.Kernel;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>Why something is not signed.</summary>
/// <param name="Reason">Stable, for programs.</param>
/// <param name="Detail">For the log.</param>
internal sealed record SigningRefusal(string Reason, string Detail)
{
    public Error ToError() => TronPaymentErrors.SignerRefused.With("reason", Reason).With("detail", Detail);
}
