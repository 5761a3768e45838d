using Marketplace.Kernel;
using Marketplace.Tron.Payments.Keys;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Payments.Paying;

/// <summary>
/// Looks whether somebody else may sign for the hot wallet. Whoever once got hold of its key can give the account to a key of his own
/// (AccountPermissionUpdate), wait, and be the only one who can pay: it shows on the chain before it costs anything.
/// </summary>
internal sealed class PermissionWatch(TronNodes nodes, TronWallet wallet, ILogger<PermissionWatch> logger) : IBackgroundWork
{
    private string? told;

    public string Name => "tron.watch-permissions";

    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var node = await nodes.AnyAsync(cancellationToken);
        var account = await node.GetAccountAsync(wallet.Hot, TronView.Solid, cancellationToken);
        if (!account.IsSuccess)
        {
            return false;
        }

        var strangers = account.Value.PermissionKeys.Where(key => key.Address != wallet.Hot).Select(key => $"{key.Address} (permission {key.PermissionId})");
        var found = string.Join(", ", strangers.Order(StringComparer.Ordinal));
        if (found.Length > 0 && found != told)
        {
            logger.LogCritical("ALARM: others may sign for the hot wallet {Address}: {Strangers}. Move its coins and stop withdrawals unless you did this", wallet.Hot, found);
        }

        told = found;
        return false;
    }
}
