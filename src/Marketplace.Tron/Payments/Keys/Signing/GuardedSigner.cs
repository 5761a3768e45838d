using Marketplace.Kernel;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>Signs in this process what the policy admits.</summary>
internal sealed class GuardedSigner(WalletKeys keys, SigningPolicy policy) : ISigner
{
    public Task<Result<SignedTronTransaction>> SignAsync(SigningRequest request, CancellationToken cancellationToken) => Task.FromResult(Sign(request));

    public Result<SignedTronTransaction> Sign(SigningRequest request) =>
        policy.Admit(request) is { } refusal ? refusal.ToError() : keys.Sign(request.Source, request.Transaction);
}

/// <summary>For a host that only receives.</summary>
internal sealed class NoSigner : ISigner
{
    public Task<Result<SignedTronTransaction>> SignAsync(SigningRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<SignedTronTransaction>>(TronPaymentErrors.NoSigner);
}
