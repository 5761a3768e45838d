using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Tron.Payments.Keys.Signing;

/// <summary>What was signed. A line is on the disk before its signature leaves.</summary>
/// <param name="Reference">What it was for.</param>
/// <param name="TransactionId">Which bytes.</param>
/// <param name="From">Out of which address.</param>
/// <param name="To">Who receives.</param>
/// <param name="AmountSun">How much.</param>
/// <param name="Counted">True where it counts against the limits.</param>
/// <param name="ExpirationMs">Until when a block may take it, Unix milliseconds.</param>
/// <param name="SignedAtMs">When it was signed, Unix milliseconds.</param>
internal sealed record JournalEntry(
    string Reference, string TransactionId, string From, string To, long AmountSun, bool Counted, long ExpirationMs, long SignedAtMs);

/// <summary>
/// The signer's own memory: a file that only grows, one line each. Every line begins with the head of a SHA-256 over it and the line before, so that
/// a line changed or lost is found at the next start. A last line without its end was cut by a crash: its signature never left, and it goes.
/// </summary>
internal sealed class SigningJournal : IDisposable
{
    private const int SealDigits = 16;
    private readonly FileStream file;
    private readonly string path;
    private string seal = new('0', SealDigits);
    private bool broken;

    private SigningJournal(FileStream file, string path) => (this.file, this.path) = (file, path);

    /// <summary>Opens it, or makes an empty one; for this process alone.</summary>
    /// <param name="path">Where.</param>
    /// <param name="replay">Is handed every line, oldest first.</param>
    /// <exception cref="InvalidOperationException">Another signer uses it, or it is damaged.</exception>
    public static SigningJournal Open(string path, Action<JournalEntry> replay)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, Options());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"TRON: the signer's journal '{path}' can not be opened, or another signer uses it: {exception.Message}");
        }

        var journal = new SigningJournal(file, path);
        try
        {
            journal.Replay(replay);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <exception cref="TronUnavailableException">It is not on the disk: nothing may be signed.</exception>
    public void Append(JournalEntry entry)
    {
        if (broken)
        {
            throw Unwritable();
        }

        var text = JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry);
        var (next, end) = (Seal(seal, text), file.Position);
        try
        {
            file.Write(Encoding.UTF8.GetBytes($"{next} {text}\n"));
            file.Flush(flushToDisk: true);
            seal = next;
        }
        catch (IOException)
        {
            Forget(end);
            throw Unwritable();
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string Seal(string before, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{before} {text}")))[..SealDigits];

    private void Replay(Action<JournalEntry> replay)
    {
        var (number, end) = (0, 0L);
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        foreach (var line in Lines(reader))
        {
            number++;
            replay(Read(line) ?? throw new InvalidOperationException(
                $"TRON: line {number} of the signer's journal '{path}' is damaged or was changed. Without it the signer does not know what it signed: "
                + "restore it, or wait until nothing signed is younger than a day and start with a new one."));
            end += Encoding.UTF8.GetByteCount(line) + 1;
        }

        file.SetLength(end);
        file.Position = end;
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        var line = new StringBuilder();
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next != '\n')
            {
                line.Append((char)next);
                continue;
            }

            yield return line.ToString();
            line.Clear();
        }
    }

    private JournalEntry? Read(string line)
    {
        if (line.Length < SealDigits + 2 || Seal(seal, line[(SealDigits + 1)..]) != line[..SealDigits])
        {
            return null;
        }

        seal = line[..SealDigits];
        return JsonSerializer.Deserialize(line.AsSpan(SealDigits + 1), JournalJson.Default.JournalEntry);
    }

    /// <summary>Half a line must not stay between two whole ones.</summary>
    private void Forget(long end)
    {
        try
        {
            file.SetLength(end);
            file.Position = end;
        }
        catch (IOException)
        {
            broken = true;
        }
    }

    private TronUnavailableException Unwritable() => new($"The signer's journal '{path}' can not be written; nothing is signed without it.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
