using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Marketplace.Testing;

/// <summary>PgBouncer in transaction mode before the server of a test's database: each transaction may meet another process of the server.</summary>
public sealed class PrivatePgBouncer : IAsyncDisposable
{
    private const int Port = 6432;

    /// <summary>Ends with our standard input, whatever becomes of us.</summary>
    private const string Script = """
        if [ -n "$3" ]; then chown -R "$3" "$1"; set -- "$1" "$2" -u "$3"; else set -- "$1" "$2"; fi
        folder="$1"; program="$2"; shift 2
        "$program" "$@" "$folder/pgbouncer.ini" >/dev/null 2>&1 </dev/null &
        read -r _
        kill "$!"
        wait
        rm -rf "$folder"
        """;

    private readonly Process watcher;
    private readonly string folder;

    private PrivatePgBouncer(Process watcher, string folder) => (this.watcher, this.folder) = (watcher, folder);

    /// <summary>Ends the test as ignored, or failed where it is required, where this machine has no PgBouncer.</summary>
    public static void RequireProgram() => Requirement.Check(
        FindProgram() is not null, "MARKETPLACE_REQUIRE_PGBOUNCER", "no PgBouncer found on the PATH or in /usr/sbin (Debian: apt-get install pgbouncer)");

    /// <param name="server">A connection string of the server it stands before.</param>
    /// <param name="processes">Of the server, for all of its clients together; as many are opened as are needed at once.</param>
    public static async Task<PrivatePgBouncer> StartAsync(string server, int processes = 20)
    {
        var behind = new NpgsqlConnectionStringBuilder(server);
        // A short path of its own: the socket's name may have 107 bytes.
        var folder = Path.Combine("/tmp", $"marketplace-pb-{Unique.Name()}");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
             [databases]
             * = host={behind.Host} port={behind.Port} user={behind.Username}{(behind.Password is { Length: > 0 } password ? $" password={password}" : string.Empty)}
             [pgbouncer]
             listen_addr =
             listen_port = {Port}
             unix_socket_dir = {folder}
             pidfile = {folder}/pid
             logfile = {folder}/log
             auth_type = any
             pool_mode = transaction
             default_pool_size = {processes}
             max_client_conn = 500
             ignore_startup_parameters = extra_float_digits,search_path
             """));
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "private-pgbouncer", folder, FindProgram()!, Environment.IsPrivilegedProcess ? "nobody" : string.Empty])
        {
            start.ArgumentList.Add(argument);
        }

        var pooler = new PrivatePgBouncer(Process.Start(start)!, folder);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!File.Exists(Path.Combine(folder, $".s.PGSQL.{Port}")))
        {
            Assert.That(patience.IsCancellationRequested || pooler.watcher.HasExited, Is.False, "PgBouncer did not start.");
            await Task.Delay(10, CancellationToken.None);
        }

        AppDomain.CurrentDomain.ProcessExit += pooler.EndWithUs;
        return pooler;
    }

    /// <summary>The same database, by way of the pooler.</summary>
    /// <param name="connectionString">Of the server itself.</param>
    /// <param name="words">What else the connection string says: <c>Max Auto Prepare=0</c>.</param>
    public string Through(string connectionString, string words)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        return $"Host={folder};Port={Port};Username={direct.Username};Database={direct.Database};{words}";
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithUs;
        watcher.StandardInput.Close();
        await watcher.WaitForExitAsync();
        watcher.Dispose();
    }

    private static string? FindProgram() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "pgbouncer"))
        .FirstOrDefault(File.Exists);

    private void EndWithUs(object? sender, EventArgs e) => watcher.StandardInput.Close();
}
