using Marketplace.Tron.Payments.Keys;
using Marketplace.Tron.Payments.Keys.Signing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments;

/// <summary>
/// Opens the keys and looks at the nodes when the host starts. Wrong keys or another network stop the start with a sentence; nodes that do
/// not answer do not, for a host must be able to restart while the chain is away.
/// </summary>
internal sealed class TronConnection(
    TronWallet wallet, ISigner signer, TronNodes nodes, IOptions<TronPaymentsOptions> options, TimeProvider time, ILogger<TronConnection> logger)
    : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (network, endpoints) = (options.Value.Network, string.Join(", ", options.Value.Endpoints));
        await LookAtSignerAsync(cancellationToken);
        await LookAsync(cancellationToken);
        if (nodes.WrongNetwork is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        if (nodes.Verified == 0)
        {
            logger.LogWarning("No node of TRON {Network} answers ({Endpoints}). Deposits and withdrawals wait for one", network, endpoints);
            return;
        }

        logger.LogInformation(
            "TRON {Network} by {Verified} of {Count} nodes ({Endpoints}); withdrawals are paid from {HotWallet}; keys and signatures are computed by {Curve}",
            network,
            nodes.Verified,
            options.Value.Endpoints.Count,
            endpoints,
            wallet.Hot,
            TronAcceleration.Description);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LookAtSignerAsync(CancellationToken cancellationToken)
    {
        if (signer is NoSigner)
        {
            logger.LogWarning("This host holds no key and has no signer: it receives, and withdrawals wait");
        }

        if (signer is not RemoteSigner remote)
        {
            return;
        }

        try
        {
            if (await remote.FindMismatchAsync(wallet, cancellationToken) is { } mismatch)
            {
                throw new InvalidOperationException(mismatch);
            }

            logger.LogInformation("TRON: {Signer} signs; this host holds no key", options.Value.Signer);
        }
        catch (TronUnavailableException exception)
        {
            // No reason to refuse: each of the two must be able to start first. A wrong signature is found out before it is stored.
            logger.LogWarning("{Reason} Withdrawals wait for it", exception.Message);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await nodes.CheckAllAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A node that is silent now is compared when it answers, before it is used.
        }
    }
}
