using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// An append-only file, a checked line per record. A line that a kill cut in half is dropped at the next start; a wrong line before the last is an error.
/// </summary>
internal sealed class BlockLog : IDisposable
{
    private const int ChecksumDigits = 16;

    private readonly FileStream file;

    private BlockLog(FileStream file) => this.file = file;

    internal static BlockLog Open(string directory, out List<LogRecord> records)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "chain.log");
        // Nobody else may append: two processes on one log would make two histories.
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            records = Read(file);
            return new BlockLog(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal void Append(LogRecord record)
    {
        var json = JsonSerializer.Serialize(record, LogJson.Default.LogRecord);
        file.Write(Encoding.UTF8.GetBytes($"{Checksum(json)} {json}\n"));
        // To the operating system: survives the end of this process. A local chain need not survive a power cut.
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private static List<LogRecord> Read(FileStream file)
    {
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var records = new List<LogRecord>();
        var start = 0;
        while (start < content.Length)
        {
            var length = content.AsSpan(start).IndexOf((byte)'\n');
            var record = length < 0 ? null : Parse(Encoding.UTF8.GetString(content, start, length));
            if (record is null && length >= 0 && start + length + 1 < content.Length)
            {
                throw new InvalidDataException($"{file.Name} is damaged at byte {start}; delete it to start a new chain.");
            }

            if (record is null)
            {
                break;
            }

            records.Add(record);
            start += length + 1;
        }

        file.SetLength(start);
        file.Seek(0, SeekOrigin.End);
        return records;
    }

    private static LogRecord? Parse(string line)
    {
        if (line.Length <= ChecksumDigits || line[ChecksumDigits] != ' ' || !line.StartsWith(Checksum(line[(ChecksumDigits + 1)..]), StringComparison.Ordinal))
        {
            return null;
        }

        return JsonSerializer.Deserialize(line.AsSpan(ChecksumDigits + 1), LogJson.Default.LogRecord);
    }

    private static string Checksum(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, ChecksumDigits / 2));
}
