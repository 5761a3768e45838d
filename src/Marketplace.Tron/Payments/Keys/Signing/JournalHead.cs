using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>
/// How far the journal is, in a file beside the vault: a journal restored from a backup, or one that is empty because its disk is not mounted, is shorter than this
/// says. Held open by one process, so that one vault has one signer, whatever journal each of them was given. It is written over in place, in two places by turns:
/// half of a write that a power cut left behind is not the only record.
/// </summary>
internal sealed class JournalHead : IDisposable
{
    private const int PlaceBytes = 64;
    private const int CountDigits = 19;
    private readonly FileStream file;
    private readonly byte[] key;

    private JournalHead(FileStream file, string path, byte[] key) => (this.file, Path, this.key) = (file, path, key);

    public string Path { get; }

    /// <summary>How many signatures the journal remembered.</summary>
    public long Count { get; private set; }

    /// <summary>The seal of the journal's last line.</summary>
    public string Seal { get; private set; } = string.Empty;

    /// <exception cref="InvalidOperationException">This vault has signed before, or is signing.</exception>
    public static void Refuse(string path, byte[] key)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var head = Open(path, key);
        throw new InvalidOperationException(
            $"TRON: '{path}' knows of a journal with {head.Count} signatures, so this vault has one: bring it back. Where it is lost for good, wait until nothing signed is younger than "
            + $"a day, remove '{path}' and ask again.");
    }

    public static void Begin(string path, byte[] key, string seal)
    {
        using var head = new JournalHead(OpenFile(path, FileMode.CreateNew), path, key);
        head.Remember(0, seal);
    }

    /// <exception cref="InvalidOperationException">It is missing, damaged, of another wallet, or another signer uses this vault.</exception>
    public static JournalHead Open(string path, byte[] key)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException(
                $"TRON: '{path}', which remembers how far the signer's journal is, is not there; bring it back. For a vault that never signed make it with: Marketplace.Host keys journal VAULT");
        }

        var head = new JournalHead(OpenFile(path, FileMode.Open), path, key);
        if (head.Read())
        {
            return head;
        }

        head.Dispose();
        throw new InvalidOperationException($"TRON: '{path}', which remembers how far the signer's journal is, is damaged or of another wallet.");
    }

    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <exception cref="IOException">It is not on the disk.</exception>
    public void Remember(long count, string seal)
    {
        var text = $"{count.ToString($"D{CountDigits}", CultureInfo.InvariantCulture)} {seal}";
        file.Position = count % 2 * PlaceBytes;
        file.Write(Encoding.ASCII.GetBytes($"{text} {Sign(text)}\n".PadRight(PlaceBytes)));
        file.Flush(flushToDisk: true);
        (Count, Seal) = (count, seal);
    }

    public void Dispose() => file.Dispose();

    private static FileStream OpenFile(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, Options(mode));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"TRON: '{path}', beside the vault, can not be written, or another signer uses this vault: {exception.Message}");
        }
    }

    private bool Read()
    {
        var found = false;
        var place = new byte[PlaceBytes];
        for (var number = 0; number < 2; number++)
        {
            file.Position = number * PlaceBytes;
            var line = Encoding.ASCII.GetString(place, 0, file.ReadAtLeast(place, PlaceBytes, throwOnEndOfStream: false)).TrimEnd(' ', '\n');
            var end = line.LastIndexOf(' ');
            if (end != CountDigits + 1 + SigningJournal.SealDigits || Sign(line[..end]) != line[(end + 1)..])
            {
                continue;
            }

            var count = long.Parse(line.AsSpan(0, CountDigits), CultureInfo.InvariantCulture);
            if (!found || count > Count)
            {
                (found, Count, Seal) = (true, count, line[(CountDigits + 1)..end]);
            }
        }

        return found;
    }

    private string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"head {text}")))[..SigningJournal.SealDigits];
}
