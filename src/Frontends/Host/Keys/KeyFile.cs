using System.Runtime.Versioning;
using Marketplace.Tron;

namespace Marketplace.Host.Keys;

/// <summary>The file that holds the marketplace's mnemonic. Whoever reads it has the money, so nobody but its owner may.</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>More than any mnemonic; a file larger than this is another one.</summary>
    private const int LargestFile = 1024;

    /// <summary>Makes a new one; an existing file is never touched.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="StartRefusedException">There is a file already, or it can not be written.</exception>
    public static void Create(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // At birth, not afterwards: in between, others could have opened it.
                options.UnixCreateMode = OwnerOnly;
            }

            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Mnemonic.Generate().RevealWords());
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

    /// <summary>Reads one.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="StartRefusedException">It is missing, readable by others, or holds no mnemonic.</exception>
    public static Mnemonic Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new StartRefusedException(
                StartRefusedException.Configuration, $"The key file {path} (Tron__KeyFile) does not exist; make one with: Marketplace.Host keys new {path}");
        }

        if (!OperatingSystem.IsWindows())
        {
            RefuseReadersBesideOwner(path);
        }

        var words = Mnemonic.Parse(ReadText(path));
        return words.IsSuccess
            ? words.Value
            : throw new StartRefusedException(StartRefusedException.Configuration, $"The key file {path} holds no mnemonic: {words.Error.Message}");
    }

    [UnsupportedOSPlatform("windows")]
    private static void RefuseReadersBesideOwner(string path)
    {
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new StartRefusedException(StartRefusedException.NoPermission, $"The key file {path} can be read by others; run: chmod 600 {path}");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestFile ? File.ReadAllText(path) : string.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(StartRefusedException.NoPermission, $"The key file {path} can not be read: {exception.Message}", exception);
        }
    }
}
