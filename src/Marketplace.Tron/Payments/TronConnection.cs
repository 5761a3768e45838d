using Marketplace.Tron.Payments.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments;

/// <summary>
/// Opens the keys and looks at the nodes when the host starts. Wrong keys or another network stop the start with a sentence; nodes that do
/// not answer do not, for a host must be able to restart while the chain is away.
/// </summary>
internal sealed class TronConnection(
    TronWallet wallet, TronNodes nodes, IOptions<TronPaymentsOptions> options, TimeProvider time, ILogger<TronConnection> logger)
    : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (network, endpoints) = (options.Value.Network, string.Join(", ", options.Value.Endpoints));
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
            "TRON {Network} by {Verified} of {Count} nodes ({Endpoints}); withdrawals are paid from {HotWallet}",
            network,
            nodes.Verified,
            options.Value.Endpoints.Count,
            endpoints,
            wallet.Hot);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
