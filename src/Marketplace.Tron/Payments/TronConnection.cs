using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Tron.Payments;

/// <summary>
/// Opens the keys and looks at the nodes when the host starts. Wrong keys or another network stop the start with a sentence; nodes that do
/// not answer do not, for a host must be able to restart while the chain is away.
/// </summary>
internal sealed class TronConnection(TronWallet wallet, TronNodes nodes, IOptions<TronPaymentsOptions> options, ILogger<TronConnection> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (network, endpoints) = (options.Value.Network, string.Join(", ", options.Value.Endpoints));
        try
        {
            var each = await nodes.EachAsync(cancellationToken);
            RefuseWrongNetwork();
            logger.LogInformation(
                "TRON {Network} by {Verified} of {Count} nodes ({Endpoints}); withdrawals are paid from {HotWallet}",
                network,
                each.Count,
                options.Value.Endpoints.Count,
                endpoints,
                wallet.HotAddress);
        }
        catch (TronUnavailableException exception)
        {
            RefuseWrongNetwork();
            logger.LogWarning("{Reason} ({Endpoints}). Deposits and withdrawals wait for it", exception.Message, endpoints);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void RefuseWrongNetwork()
    {
        if (nodes.WrongNetwork is { } reason)
        {
            throw new InvalidOperationException(reason);
        }
    }
}
