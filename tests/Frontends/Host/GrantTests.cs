using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Host.Tests;

/// <summary>The role that the application connects as on PostgreSQL: it can do its work, and nothing else to the books.</summary>
public class GrantTests
{
    private const string Password = "a-password-of-a-test";
    private static readonly LedgerAccount Ada = LedgerAccount.Ad(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private static readonly LedgerAccount Bob = LedgerAccount.Earn(Guid.Parse("00000000-0000-7000-8000-000000000002"));

    private readonly string role = $"app_{Unique.Name()}";
    private TestDatabase? migrated;
    private TestDatabase database = null!;

    private string AsRole => new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = Password, Pooling = false }.ToString();

    [OneTimeSetUp]
    public async Task MigrateAsync()
    {
        TestEngine.PostgreSql.RequireAvailable();
        migrated = await TestEngine.PostgreSql.CreateAsync();
        await RunAsync(migrated.ConnectionString, "database", "migrate");
    }

    [OneTimeTearDown]
    public async Task DropMigratedAsync()
    {
        if (migrated is not null)
        {
            await migrated.DisposeAsync();
        }
    }

    [SetUp]
    public async Task CreateAsync()
    {
        database = await TestEngine.PostgreSql.CopyAsync(migrated!);
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD '{Password}'");
    }

    [TearDown]
    public async Task DropAsync()
    {
        await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        await database.DisposeAsync();
    }

    [Test]
    public async Task The_application_s_role_does_all_that_the_books_are_for()
    {
        Assert.That(await RunAsync(database.ConnectionString, "database", "grant", role), Is.EqualTo((
            0, $"{role} may run the marketplace now: it reads the books, and changes them by posting only. Grant again after each database migrate.\n")));

        await using var services = Ledger();
        await using var scope = services.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        (await sender.Send(Transfer("deposit", (LedgerAccount.Custody, -100), (Ada, 100)))).Require();
        var fee = (await sender.Send(Transfer("fee", (Ada, -10), (LedgerAccount.Revenue, 10)))).Require();
        var (captured, released) = (NewHold(), NewHold());
        (await sender.Send(new PlaceHold(captured, Ada, 30, "test"))).Require();
        (await sender.Send(new PlaceHold(released, Ada, 30, "test"))).Require();
        (await sender.Send(new CaptureHold(captured, Transfer("capture", (Ada, -30), (Bob, 30)).Transfer))).Require();
        Assert.That((await sender.Send(new ReleaseHold(released))).Error, Is.Null);
        (await sender.Send(new ReverseTransfer(fee.TransferId, "reversal", "test"))).Require();
        await WorkAsync(services, "ledger.roll_up");
        // Any transaction of the whole server may hold the seals back for a turn.
        for (var turns = 0; turns < 1_000 && await sender.Send(new GetSealHead()) is null; turns++)
        {
            await WorkAsync(services, "ledger.seal");
        }

        Assert.That((await sender.Send(new GetBalances([Ada, Bob, LedgerAccount.Revenue]))).Select(balance => balance.Amount), Is.EqualTo(new[] { 70L, 30L, 0L }));
        var (code, output) = await RunAsync(AsRole, "ledger", "verify");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("(seals: 1, transfers: 4, newer and not sealed yet: 0)"));
    }

    [TestCase("UPDATE ledger_accounts SET balance = balance + 1")]
    [TestCase("INSERT INTO ledger_accounts (code, asset, balance, held, floor, version) VALUES ('forged', 'TRX', 1, 0, 0, 0)")]
    [TestCase("DELETE FROM ledger_accounts")]
    [TestCase("TRUNCATE ledger_accounts")]
    [TestCase("INSERT INTO ledger_journal (key, request_hash, kind, reference, posted_at) VALUES ('forged', '', 'forged', 'forged', now())")]
    [TestCase("UPDATE ledger_journal SET kind = 'forged'")]
    [TestCase("DELETE FROM ledger_journal")]
    [TestCase("TRUNCATE ledger_journal")]
    [TestCase("INSERT INTO ledger_entries (account_id, version, journal_id, amount, balance_after) VALUES (1, 9, 1, 1, 1)")]
    [TestCase("UPDATE ledger_entries SET amount = amount + 1")]
    [TestCase("DELETE FROM ledger_entries")]
    [TestCase("TRUNCATE ledger_entries")]
    [TestCase("INSERT INTO ledger_tail (account_id, journal_id, amount) VALUES (1, 1, 1)")]
    [TestCase("UPDATE ledger_tail SET amount = amount + 1")]
    [TestCase("DELETE FROM ledger_tail")]
    [TestCase("UPDATE ledger_holds SET state = 2")]
    [TestCase("DELETE FROM ledger_holds")]
    [TestCase("UPDATE ledger_seals SET hash = ''")]
    [TestCase("DELETE FROM ledger_seals")]
    [TestCase("SELECT setval('ledger_journal_id_seq', 1)")]
    [TestCase("SELECT nextval('ledger_journal_id_seq')")]
    [TestCase("ALTER TABLE ledger_accounts DROP CONSTRAINT ck_ledger_accounts_floor")]
    [TestCase("ALTER TABLE ledger_journal DISABLE TRIGGER USER")]
    [TestCase("DROP TRIGGER ledger_journal_refuses_change ON ledger_journal")]
    [TestCase("CREATE TRIGGER forged BEFORE INSERT ON ledger_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()")]
    [TestCase("SET session_replication_role = replica")]
    [TestCase("CREATE OR REPLACE FUNCTION ledger_release(p_id uuid) RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [TestCase("ALTER FUNCTION ledger_release(uuid) RESET search_path")]
    [TestCase("CREATE FUNCTION public.abs(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint'")]
    [TestCase("CREATE TABLE public.forged (id int)")]
    [TestCase("DELETE FROM \"__EFMigrationsHistory\"")]
    public async Task The_application_s_role_can_not_do_anything_else_to_them(string statement)
    {
        await RunAsync(database.ConnectionString, "database", "grant", role);
        await using var connection = new NpgsqlConnection(AsRole);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;

        Assert.That(async () => await command.ExecuteNonQueryAsync(), Throws.TypeOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
    }

    [Test]
    public async Task A_temporary_table_of_the_same_name_deceives_nobody()
    {
        await RunAsync(database.ConnectionString, "database", "grant", role);
        await using (var services = Ledger())
        {
            await using var scope = services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<ISender>().Send(Transfer("deposit", (LedgerAccount.Custody, -100), (Ada, 100)))).Require();
        }

        await using var connection = new NpgsqlConnection(AsRole);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
             CREATE TEMPORARY TABLE ledger_accounts AS SELECT * FROM public.ledger_accounts;
             UPDATE pg_temp.ledger_accounts SET balance = 1000000;
             SET search_path = pg_temp, public;
             SELECT outcome FROM public.ledger_hold('00000000-0000-7000-8000-000000000009', '{Ada}', 'TRX', 101, 'test', now(), NULL)
             """;

        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task The_other_modules_rows_are_the_application_s_own()
    {
        await RunAsync(database.ConnectionString, "database", "grant", role);
        await using var connection = new NpgsqlConnection(AsRole);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM wallets_withdrawals; DELETE FROM campaigns_campaigns; DELETE FROM outbox_messages; DELETE FROM accounts_accounts; DELETE FROM leases";

        Assert.That(async () => await command.ExecuteNonQueryAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_role_that_no_grant_could_narrow_is_refused()
    {
        Assert.That(await RunAsync(database.ConnectionString, "database", "grant", "nobody_here"), Is.EqualTo((64, "There is no role nobody_here; make it first: CREATE ROLE \"nobody_here\" LOGIN\n")));
        await database.ExecuteAsync($"ALTER ROLE {role} SUPERUSER");
        var (code, sentence) = await RunAsync(database.ConnectionString, "database", "grant", role);
        await database.ExecuteAsync($"ALTER ROLE {role} NOSUPERUSER");

        Assert.That((code, sentence), Is.EqualTo((64, $"The role {role} is a superuser, so no grant could keep it from changing the books; make another for the application.\n")));
    }

    [Test]
    public async Task A_host_that_may_not_migrate_starts_on_a_database_that_is_up_to_date_only()
    {
        await RunAsync(database.ConnectionString, "database", "grant", role);
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        var settings = worlds.Arguments(("Database:Provider", "postgresql"), ("Database:ConnectionString", AsRole));
        await using (var host = MarketplaceHost.Build(settings))
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        await database.ExecuteAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM \"__EFMigrationsHistory\")");
        await using var later = MarketplaceHost.Build(settings);

        Assert.That(
            async () => await later.StartAsync(),
            Throws.TypeOf<StartRefusedException>().With.Property("ExitCode").EqualTo(77).And.Message.Contains("as the owner, run: Marketplace.Host database migrate"));
    }

    private static HoldId NewHold() => new(new IdGenerator(TimeProvider.System).Next());

    private static PostTransfer Transfer(string key, params (LedgerAccount Account, long Amount)[] entries) =>
        new(new Transfer(key, "test", "test", [.. entries.Select(entry => new Entry(entry.Account, entry.Amount))]));

    private static async Task<(int Code, string Output)> RunAsync(string connectionString, params string[] words)
    {
        using var output = new StringWriter();
        var code = await HostProgram.RunAsync([.. words, "--Database:Provider=postgresql", $"--Database:ConnectionString={connectionString}"], output, output);
        return (code, output.ToString());
    }

    private static Task<bool> WorkAsync(ServiceProvider services, string name) =>
        services.GetServices<IBackgroundWork>().Single(work => work.Name == name).RunOnceAsync(CancellationToken.None);

    private ServiceProvider Ledger() => new ServiceCollection().AddLogging().AddMarketplacePostgreSql(AsRole).AddMarketplaceLedger().BuildServiceProvider();
}
