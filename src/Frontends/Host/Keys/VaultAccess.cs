using Marketplace.Tron.Payments;

namespace Marketplace.Host.Keys;

/// <summary>What is wrong with a vault, in the words and with the exit codes of this program.</summary>
internal static class VaultAccess
{
    /// <summary>Does something with a vault, its key or the signer's token.</summary>
    /// <exception cref="StartRefusedException">It can not be done.</exception>
    public static T Use<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (TronVaultException exception)
        {
            throw new StartRefusedException(ExitCode(exception.Refusal), exception.Message, exception);
        }
    }

    /// <summary>Opens a vault as the payments will, and shuts it.</summary>
    /// <exception cref="StartRefusedException">Vault or key are missing, or do not belong together.</exception>
    public static TronVaultInfo Check(string vault, TronVaultKeySource key) => File.Exists(vault)
        ? Use(() => TronVault.Check(vault, key))
        : throw new StartRefusedException(
            StartRefusedException.Configuration, $"TRON: the vault '{vault}' does not exist; make one with: Marketplace.Host keys new '{vault}'");

    private static int ExitCode(TronVaultRefusal refusal) => refusal switch
    {
        TronVaultRefusal.Exists => StartRefusedException.CanNotCreate,
        TronVaultRefusal.OpenToOthers or TronVaultRefusal.Unreadable => StartRefusedException.NoPermission,
        _ => StartRefusedException.Configuration,
    };
}
