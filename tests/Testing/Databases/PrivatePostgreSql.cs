using System.Diagnostics;

namespace Marketplace.Testing;

/// <summary>
/// A PostgreSQL server of this process alone: data and socket in a temporary folder, no TCP port, fsync on as in production. A shell
/// watches over it and stops it when its standard input closes, so that it never outlives this process, however that ends.
/// </summary>
public static class PrivatePostgreSql
{
    private const string SmallServer = "-c shared_buffers=64MB -c max_wal_size=2GB";

    // $1 folder, $2 binaries, $3 owner (uid:gid, or empty: whoever we are), $4 settings. PostgreSQL refuses to run as root.
    private const string Script = """
        trap '' INT TERM HUP
        dir=$1; bin=$2; owner=$3; settings=$4
        as() { if [ -n "$owner" ]; then setpriv --reuid="${owner%:*}" --regid="${owner#*:}" --clear-groups -- "$@"; else "$@"; fi; }
        cd /
        if [ -n "$owner" ]; then chown "$owner" "$dir"; fi
        as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 </dev/null \
            || { echo "initdb failed: $(tail -n 5 "$dir/initdb.log")"; rm -rf "$dir"; exit 1; }
        as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
            -o "-k $dir -c listen_addresses='' -c max_connections=300 $settings" start >/dev/null 2>&1 </dev/null \
            || { echo "pg_ctl failed: $(tail -n 5 "$dir/server.log" 2>&1)"; rm -rf "$dir"; exit 1; }
        echo ready
        read -r _
        as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
        rm -rf "$dir"
        """;

    /// <summary>The folder with <c>initdb</c> and <c>pg_ctl</c>: of the PATH first, else where Debian keeps each version, newest first.</summary>
    public static string? FindBinaries()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var ofDebian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return onPath.Concat(ofDebian).FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>Starts it and answers with the connection string of its superuser.</summary>
    /// <param name="settings">As for <c>postgres</c>: a benchmark wants more memory than a test.</param>
    public static async Task<string> StartAsync(string settings = SmallServer)
    {
        // A short path of its own: the socket's name may have 107 bytes, and the server's user must be able to enter.
        var folder = Path.Combine("/tmp", $"marketplace-pg-{Unique.Name()}");
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "private-postgresql", folder, FindBinaries()!, UnprivilegedOwner(), settings])
        {
            start.ArgumentList.Add(argument);
        }

        var watcher = Process.Start(start)!;
        var said = await watcher.StandardOutput.ReadLineAsync();
        if (said != "ready")
        {
            throw new InvalidOperationException($"The private PostgreSQL did not start. {said}");
        }

        // Its end comes with ours even without this; nobody needs to wait for it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => watcher.StandardInput.Close();
        return $"Host={folder};Username=postgres;Database=postgres";
    }

    private static string UnprivilegedOwner()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return string.Empty;
        }

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToDictionary(fields => fields[0], fields => $"{fields[2]}:{fields[3]}");
        return users.TryGetValue("postgres", out var postgres) ? postgres : users["nobody"];
    }
}
