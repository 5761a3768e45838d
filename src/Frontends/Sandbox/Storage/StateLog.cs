using System.Text;
using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Storage;

/// <summary>One row written or (null) removed.</summary>
internal sealed record RowChange(string Table, string Key, JsonElement? Row);

/// <summary>
/// An append-only file of transactions, one JSON line each: a line is either wholly there or, torn by a kill, wholly ignored. On opening it is replayed and
/// replaced atomically by a compact copy. The operating system keeps what a killed process has written, so no flush to the disk is forced.
/// </summary>
internal sealed class StateLog : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly FileStream _file;

    private readonly FileStream _lock;

    private StateLog(FileStream file, FileStream held) => (_file, _lock) = (file, held);

    public static StateLog Open(string directory, Action<RowChange> replay, Func<IEnumerable<RowChange>> compact)
    {
        Directory.CreateDirectory(directory);
        // Two sandboxes on one directory would each replace the other's file: the second one does not start.
        var held = new FileStream(Path.Combine(directory, "telegram.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var path = Path.Combine(directory, "telegram.log");
        Replay(path, replay);

        var fresh = path + ".new";
        File.WriteAllText(fresh, Line(compact().ToList()), Utf8);
        File.Move(fresh, path, overwrite: true);
        return new StateLog(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0), held);
    }

    public void Append(IReadOnlyList<RowChange> transaction) => _file.Write(Utf8.GetBytes(Line(transaction)));

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static void Replay(string path, Action<RowChange> replay)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var line in File.ReadLines(path, Utf8))
        {
            foreach (var change in Parse(line))
            {
                replay(change);
            }
        }
    }

    private static List<RowChange> Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<List<RowChange>>(line, SandboxJson.Options) ?? [];
        }
        catch (JsonException)
        {
            // Only the last line can be torn: the process was killed inside the write, so nobody was told that it happened.
            return [];
        }
    }

    private static string Line(IReadOnlyList<RowChange> transaction) => SandboxJson.Write(transaction) + "\n";
}
