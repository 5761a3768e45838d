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
/// The signer's own memory: a file that only grows, one line each. Every line begins with the head of an HMAC, under a key of the wallet, over it and the line
/// before, so that a line changed or lost is found at the next start. Its end is remembered beside the vault (<see cref="JournalHead"/>), so that an older copy is
/// found, too. A last line without its end was cut by a crash: its signature never left, and it goes.
/// </summary>
internal sealed class SigningJournal : IDisposable
{
    public const int SealDigits = 16;

    /// <summary>What a journal begins with: so an empty file is none.</summary>
    private const string FirstLine = "signing-journal 1";
    private static readonly string NoSeal = new('0', SealDigits);

    private readonly FileStream file;
    private readonly string path;
    private readonly byte[] key;
    private readonly JournalHead head;
    private string seal = NoSeal;
    private long count;
    private bool broken;

    private SigningJournal(FileStream file, string path, byte[] key, JournalHead head) => (this.file, this.path, this.key, this.head) = (file, path, key, head);

    /// <summary>How many signatures it remembers.</summary>
    public long Count => count;

    /// <summary>Makes an empty one, and the memory of its end: once for a vault, by somebody who knows that nothing was signed.</summary>
    /// <exception cref="InvalidOperationException">There is one of them already, or it can not be written.</exception>
    public static void Begin(string path, string headPath, byte[] key)
    {
        JournalHead.Refuse(headPath, key);
        var line = $"{Seal(key, NoSeal, FirstLine)} {FirstLine}\n";
        Guard(path, () =>
        {
            using var file = new FileStream(path, JournalHead.Options(FileMode.CreateNew));
            file.Write(Encoding.UTF8.GetBytes(line));
            file.Flush(flushToDisk: true);
        });
        JournalHead.Begin(headPath, key, line[..SealDigits]);
    }

    /// <summary>Opens it, for this process alone.</summary>
    /// <param name="path">Where.</param>
    /// <param name="headPath">Where its end is remembered.</param>
    /// <param name="key">The wallet's key for it.</param>
    /// <param name="replay">Is handed every line, oldest first.</param>
    /// <exception cref="InvalidOperationException">It is not there, another signer uses it or the vault, it is damaged, or it is an older copy.</exception>
    public static SigningJournal Open(string path, string headPath, byte[] key, Action<JournalEntry> replay)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException(
                $"TRON: the signer's journal '{path}' is not there. Where it was lost or is not mounted, bring it back: without it the limits begin anew and a payment may be signed twice. "
                + "For a vault that never signed make one with: Marketplace.Host keys journal VAULT");
        }

        var head = JournalHead.Open(headPath, key);
        SigningJournal? journal = null;
        try
        {
            FileStream? file = null;
            Guard(path, () => file = new FileStream(path, JournalHead.Options(FileMode.Open)));
            journal = new SigningJournal(file!, path, key, head);
            journal.Replay(replay);
            Guard(headPath, () => head.Remember(journal.count, journal.seal));
            return journal;
        }
        catch
        {
            journal?.Dispose();
            head.Dispose();
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
        var (next, end) = (Seal(key, seal, text), file.Position);
        try
        {
            file.Write(Encoding.UTF8.GetBytes($"{next} {text}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            Forget(end);
            throw Unwritable();
        }

        (seal, count) = (next, count + 1);
        try
        {
            head.Remember(count, seal);
        }
        catch (IOException)
        {
            // The line stays, and counts from the next start on: too much is remembered, never too little.
            throw Unwritable();
        }
    }

    public void Dispose()
    {
        file.Dispose();
        head.Dispose();
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"TRON: the signer's journal '{path}' can not be opened, or another signer uses it: {exception.Message}");
        }
    }

    private static string Seal(byte[] key, string before, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{before} {text}")))[..SealDigits];

    private void Replay(Action<JournalEntry> replay)
    {
        var (number, end, met) = (0, 0L, false);
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        foreach (var line in Lines(reader))
        {
            number++;
            if (!Follows(line) || (number == 1) != (line[(SealDigits + 1)..] == FirstLine))
            {
                throw new InvalidOperationException(
                    $"TRON: line {number} of the signer's journal '{path}' is damaged, was changed, or is of another wallet. Without it the signer does not know what it signed: "
                    + "restore it, or wait until nothing signed is younger than a day and start with a new one.");
            }

            if (number > 1)
            {
                count++;
                replay(JsonSerializer.Deserialize(line.AsSpan(SealDigits + 1), JournalJson.Default.JournalEntry)!);
            }

            met |= count == head.Count && seal == head.Seal;
            end += Encoding.UTF8.GetByteCount(line) + 1;
        }

        if (!met)
        {
            throw new InvalidOperationException(
                $"TRON: the signer's journal '{path}' is an older copy: it remembers {count} signatures, and '{head.Path}' knows of {head.Count}. Bring the newest one back; "
                + "where it is lost for good, wait until nothing signed is younger than a day, remove both files and make a new one with: Marketplace.Host keys journal VAULT");
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

    private bool Follows(string line)
    {
        if (line.Length < SealDigits + 2 || Seal(key, seal, line[(SealDigits + 1)..]) != line[..SealDigits])
        {
            return false;
        }

        seal = line[..SealDigits];
        return true;
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
