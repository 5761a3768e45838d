using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Testing;

/// <summary>
/// A PostgreSQL server of this process alone: data and socket in a temporary folder, no TCP port, fsync on as in production unless told. A shell
/// watches over it and stops it when its standard input closes, so that it never outlives this process, however that ends.
/// The suites share one; a test that wants to kill the server starts its own.
/// </summary>
public sealed class PrivatePostgreSql : IAsyncDisposable
{
    /// <summary>
    /// For a server that outlives its databases: only a power cut could show what fsync does, and the suites' many small databases keep autovacuum
    /// busy with nothing. Commits stay synchronous.
    /// </summary>
    public const string NeverKilled = $"{SmallServer} -c fsync=off -c full_page_writes=off -c autovacuum=off";

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
        start() {
            as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 \
                -o "-k $dir -c listen_addresses='' -c max_connections=300 $settings" start >/dev/null 2>&1 </dev/null \
                || { echo "pg_ctl failed: $(tail -n 5 "$dir/server.log" 2>&1)"; rm -rf "$dir"; exit 1; }
            echo ready
        }
        start
        while read -r _; do start; done
        as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
        rm -rf "$dir"
        """;

    private readonly Process watcher;
    private readonly string folder;

    private PrivatePostgreSql(Process watcher, string folder) => (this.watcher, this.folder) = (watcher, folder);

    /// <summary>Of its superuser, for the database <c>postgres</c>.</summary>
    public string ConnectionString => $"Host={folder};Username=postgres;Database=postgres";

    /// <summary>Ends the test as ignored, or failed where it is required, where this machine has no PostgreSQL to start.</summary>
    public static void RequireBinaries() => Requirement.Check(
        FindBinaries() is not null,
        "MARKETPLACE_REQUIRE_POSTGRES",
        "no PostgreSQL found: initdb and pg_ctl are neither on the PATH nor in /usr/lib/postgresql/*/bin");

    /// <param name="settings">As for <c>postgres</c>: a benchmark wants more memory than a test.</param>
    public static async Task<PrivatePostgreSql> StartAsync(string settings = SmallServer)
    {
        // A short path of its own: the socket's name may have 107 bytes, and the server's user must be able to enter.
        var folder = Path.Combine("/tmp", $"marketplace-pg-{Unique.Name()}");
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "private-postgresql", folder, FindBinaries()!, UnprivilegedOwner(), settings])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new PrivatePostgreSql(Process.Start(start)!, folder);
        await server.HearReadyAsync();
        // Its end comes with ours even without this; nobody needs to wait for it.
        AppDomain.CurrentDomain.ProcessExit += server.EndWithUs;
        return server;
    }

    /// <summary>SIGKILL to the postmaster and to all its backends, as if the machine had gone.</summary>
    public void Kill()
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        // Its children by name of their parent, before it is gone: they would be init's.
        var backends = Process.GetProcesses().Where(process => ParentOf(process.Id) == postmaster).ToList();
        using var parent = Process.GetProcessById(postmaster);
        parent.Kill();
        foreach (var backend in backends)
        {
            backend.Kill();
            backend.WaitForExit();
            backend.Dispose();
        }

        parent.WaitForExit();
    }

    /// <summary>Starts it again on the same data; returns when it takes connections.</summary>
    public async Task RiseAsync()
    {
        await watcher.StandardInput.WriteLineAsync("start");
        await watcher.StandardInput.FlushAsync();
        await HearReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithUs;
        watcher.StandardInput.Close();
        await watcher.WaitForExitAsync();
        watcher.Dispose();
    }

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

    private void EndWithUs(object? sender, EventArgs e) => watcher.StandardInput.Close();

    private async Task HearReadyAsync()
    {
        var said = await watcher.StandardOutput.ReadLineAsync();
        if (said != "ready")
        {
            throw new InvalidOperationException($"The private PostgreSQL did not start. {said}");
        }
    }

    /// <summary>The fourth field of its <c>stat</c>, behind a name that may itself hold brackets; 0 where it has just gone.</summary>
    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
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
