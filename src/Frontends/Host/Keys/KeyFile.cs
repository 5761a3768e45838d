using Marketplace.Tron.Payments;

namespace Marketplace.Host.Keys;

/// <summary>The wallet's key file, with the refusals of a host that starts.</summary>
internal static class KeyFile
{
    /// <summary>Makes a new one; an existing file is never touched.</summary>
    /// <param name="path">Where.</param>
    /// <returns>The address that pays withdrawals.</returns>
    /// <exception cref="StartRefusedException">There is a file already, or it can not be written.</exception>
    public static string Create(string path)
    {
        try
        {
            return TronKeyFile.Create(path);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new StartRefusedException(StartRefusedException.CanNotCreate, $"{path} exists already and stays as it is; choose another name.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusedException.CanNotCreate, $"{path} can not be written: {exception.Message}", exception);
        }
    }

    /// <summary>Reads one as the payments will.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="StartRefusedException">It is missing, open to others, or holds no wallet.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartRefusedException(
                StartRefusedException.Configuration, $"TRON: the key file '{path}' does not exist; make one with: Marketplace.Host keys new '{path}'");
        }

        try
        {
            _ = TronKeyFile.HotWalletAddress(path);
        }
        catch (InvalidOperationException exception)
        {
            throw new StartRefusedException(StartRefusedException.Configuration, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusedException.NoPermission, $"TRON: the key file '{path}' can not be read: {exception.Message}", exception);
        }
    }
}
