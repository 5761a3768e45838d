using System.Globalization;

namespace Marketplace.Benchmarks.Size.Filling;

/// <summary>What the two engines say differently.</summary>
internal abstract class Dialect
{
    public static Dialect Sqlite { get; } = new OfSqlite();

    public static Dialect PostgreSql { get; } = new OfPostgreSql();

    /// <summary>An id of its kind by a number, as the column keeps it.</summary>
    public abstract string Id(Kind kind, string number);

    /// <summary>The same as it stands in texts.</summary>
    public abstract string IdText(Kind kind, string number);

    /// <summary>An instant so many seconds ago, spread evenly.</summary>
    public abstract string Ago(string seconds);

    public abstract string Bytes { get; }

    /// <summary>Of the filling alone: memory for indexes in no order, and nothing to be kept through a power cut.</summary>
    public abstract IEnumerable<string> Before { get; }

    /// <summary>What a server does by itself in the hour after such a day.</summary>
    public abstract IEnumerable<string> Afterwards { get; }

    /// <summary>The same id here: kind and number.</summary>
    public static Guid IdOf(Kind kind, long number) =>
        Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"01900000-{(int)kind:x4}-7000-8000-{number:x12}"));

    private sealed class OfSqlite : Dialect
    {
        public override string Id(Kind kind, string number) => $"printf('01900000-{(int)kind:X4}-7000-8000-%012X', {number})";

        public override string IdText(Kind kind, string number) => $"printf('01900000-{(int)kind:x4}-7000-8000-%012x', {number})";

        public override string Ago(string seconds) => $"datetime('now', printf('%+d seconds', -({seconds})))";

        public override string Bytes => "x'00'";

        public override IEnumerable<string> Before => ["PRAGMA cache_size = -2000000", "PRAGMA synchronous = OFF", "PRAGMA temp_store = MEMORY"];

        // It plans without statistics, as in production.
        public override IEnumerable<string> Afterwards => ["PRAGMA wal_checkpoint(TRUNCATE)"];
    }

    private sealed class OfPostgreSql : Dialect
    {
        public override string Id(Kind kind, string number) => $"('01900000-{(int)kind:x4}-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0'))::uuid";

        public override string IdText(Kind kind, string number) => $"'01900000-{(int)kind:x4}-7000-8000-' || lpad(to_hex(({number})::bigint), 12, '0')";

        public override string Ago(string seconds) => $"now() - ({seconds}) * interval '1 second'";

        public override string Bytes => @"'\x00'::bytea";

        public override IEnumerable<string> Before => ["SET work_mem = '256MB'", "SET synchronous_commit = off"];

        public override IEnumerable<string> Afterwards => ["SELECT setval('ledger_journal_id_seq', (SELECT MAX(id) FROM ledger_journal))", "VACUUM ANALYZE", "CHECKPOINT"];
    }
}

/// <summary>Part of the ids, so that those of two tables are never alike.</summary>
internal enum Kind
{
    Account = 1,
    Campaign = 2,
    Participation = 3,
    Commission = 4,
    Withdrawal = 5,
    Message = 6,
    Report = 7,
}
