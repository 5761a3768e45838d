using System.Security.Cryptography;

namespace Marketplace.Tron.Payments.Keys.Vault;

/// <summary>Files of mode 0600 that are there whole or not at all, also after a power cut.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="TronVaultException">There is a file of that name, which is never touched; or it can not be written.</exception>
    public static void WriteNew(string path, string what, ReadOnlySpan<byte> content) => Write(path, what, content, overwrite: false);

    /// <exception cref="TronVaultException">It can not be written; what was there is still there.</exception>
    public static void Replace(string path, string what, ReadOnlySpan<byte> content) =>
        // A link stays one: else what it points at would remain, as it was.
        Write(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path, what, content, overwrite: true);

    /// <summary>Does something with a file, and says in one sentence why it can not be done.</summary>
    public static void Guard(string path, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, what, exception);
        }
    }

    /// <summary>True where somebody besides the owner has any right to it.</summary>
    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None;

    private static void Write(string path, string what, ReadOnlySpan<byte> content, bool overwrite)
    {
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.tmp";
        try
        {
            using (var file = new FileStream(draft, NewForOwner()))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite);
            // The name lives in the folder. The rename touched the file's own record too, so flushing that brings both to the disk (ext4, XFS, btrfs).
            using var named = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            named.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var finished = File.Exists(draft);
            if (finished)
            {
                File.Delete(draft);
            }

            throw finished && !overwrite && File.Exists(path)
                ? new TronVaultException(TronVaultRefusal.Exists, $"TRON: '{path}' exists already and stays as it is; choose another name.")
                : Unusable(path, what, exception);
        }
    }

    private static TronVaultException Unusable(string path, string what, Exception exception) =>
        new(TronVaultRefusal.Unreadable, $"TRON: the {what} '{path}' can not be used: {exception.Message}");

    private static FileStreamOptions NewForOwner()
    {
        // No buffer of its own: a copy there could not be zeroed.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
