using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SQLitePCL;

namespace Marketplace.Testing;

/// <summary>
/// Listens to every statement that a marketplace sends to its database, by EF or by hand, and says which of them walk through a table instead of looking something up.
/// Add it to the context's options as an interceptor. On SQLite, which has no statistics here, the plan of a statement is the same at every size; PostgreSQL is kept from
/// whatever pays on small tables only, so that what still walks has no index to use.
/// </summary>
/// <param name="asItIs">True leaves the planner alone: for tables that are filled and analysed.</param>
public sealed partial class QueryPlans(bool asItIs = false) : DbConnectionInterceptor
{
    private const string ToldByTheServer =
        """
        LOAD 'auto_explain';
        SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_format = json; SET auto_explain.log_level = notice;
        """;

    private const string NothingButIndexes = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off;";

    private static readonly Func<SqliteConnection, object?> HandleOf =
        typeof(SqliteConnection).GetProperty("Handle")!.GetMethod!.CreateDelegate<Func<SqliteConnection, object?>>();

    private readonly ConditionalWeakTable<object, object> listened = [];
    private readonly ConcurrentDictionary<string, bool> statements = new();
    private readonly ConcurrentDictionary<(string Statement, string Walk), bool> walks = new();
    private readonly ConcurrentDictionary<string, string> told = new();

    /// <summary>How many different statements were heard.</summary>
    public int Count => statements.Count;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is SqliteConnection sqlite && HandleOf(sqlite) is sqlite3 handle)
        {
            if (listened.TryAdd(handle, this))
            {
                raw.sqlite3_profile(handle, (_, statement, _) => statements.TryAdd(statement.utf8_to_string(), true), null);
            }
        }
        else if (connection is NpgsqlConnection postgreSql)
        {
            if (listened.TryAdd(postgreSql, this))
            {
                postgreSql.Notice += (_, told) => Hear(told.Notice.MessageText);
            }

            using var command = new NpgsqlCommand(asItIs ? ToldByTheServer : ToldByTheServer + NothingButIndexes, postgreSql);
            command.ExecuteNonQuery();
        }
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    /// <summary>As if nothing had been heard.</summary>
    public void Forget()
    {
        statements.Clear();
        walks.Clear();
        told.Clear();
    }

    /// <summary>A line for each statement that was heard: its tables in the order they are read, each with its index.</summary>
    /// <param name="connection">The marketplace's, open or not: the statements of SQLite are explained there.</param>
    public async Task<IReadOnlyList<string>> DescribeAsync(DbConnection connection)
    {
        if (connection is not SqliteConnection)
        {
            return [.. told.Values.Order(StringComparer.Ordinal)];
        }

        if (connection.State != System.Data.ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        var lines = new List<string>();
        foreach (var statement in statements.Keys.Where(statement => Explainable().IsMatch(statement)).Order(StringComparer.Ordinal).ToList())
        {
            lines.Add(string.Join(", ", (await ExplainAsync(connection, statement)).Select(step => Alias().Replace(step, "$1 "))));
        }

        return lines;
    }

    /// <summary>What walks: <c>table [by index]</c>, with the statement.</summary>
    /// <param name="database">The marketplace's; the statements of SQLite are explained there now.</param>
    public async Task<IReadOnlyList<(string Statement, string Table, string? Index)>> FindWalksAsync(TestDatabase database)
    {
        if (database.Engine == TestEngine.Sqlite)
        {
            var tables = (await database.RowsAsync("SELECT name FROM sqlite_master WHERE type = 'table'")).ToHashSet();
            await using var connection = await database.OpenAsync();
            foreach (var statement in statements.Keys.Where(statement => Explainable().IsMatch(statement)))
            {
                foreach (var scan in (await ExplainAsync(connection, statement)).Select(step => Scan().Match(step)).Where(scan => scan.Success))
                {
                    var name = scan.Groups["name"].Value;
                    var table = Regex.Match(statement, $"""(?:FROM|JOIN|UPDATE|,)\s+"?(?<table>\w+)"?\s+(?:AS\s+)?"?{Regex.Escape(name)}"?(?!\w)""");
                    var walked = table.Success ? table.Groups["table"].Value : name;
                    if (tables.Contains(walked))
                    {
                        // Else it is a part of the statement itself: what it walks through is told on another line.
                        walks.TryAdd((statement, $"{walked}|{scan.Groups["index"].Value}"), true);
                    }
                }
            }
        }

        return [.. walks.Keys
            .Select(found => (found.Statement, Place: found.Walk.Split('|')))
            .Select(found => (found.Statement, found.Place[0], found.Place[1].Length == 0 ? null : found.Place[1]))
            .OrderBy(found => found.Item2, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<string>> ExplainAsync(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is what the marketplace sent.
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(statement).Select(match => match.Value).Distinct())
        {
            command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        }

        var steps = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private void Hear(string message)
    {
        var start = message.IndexOf("plan:", StringComparison.Ordinal);
        if (start < 0)
        {
            return;
        }

        using var plan = JsonDocument.Parse(message[(start + 5)..]);
        var statement = plan.RootElement.GetProperty("Query Text").GetString()!;
        statements.TryAdd(statement, true);
        var steps = new List<string>();
        Look(statement, plan.RootElement.GetProperty("Plan"), steps);
        told[statement] = string.Join(", ", steps);
    }

    private void Look(string statement, JsonElement node, List<string> steps)
    {
        var type = node.GetProperty("Node Type").GetString()!;
        if (node.TryGetProperty("Relation Name", out var relation) || type.Contains("Index", StringComparison.Ordinal))
        {
            steps.Add($"{type} {(node.TryGetProperty("Index Name", out var used) ? used.GetString() : relation.GetString())}");
        }

        if (type == "Seq Scan" || (type is "Index Scan" or "Index Only Scan" && !node.TryGetProperty("Index Cond", out _)))
        {
            var index = node.TryGetProperty("Index Name", out var name) ? name.GetString() : null;
            walks.TryAdd((statement, $"{node.GetProperty("Relation Name").GetString()}|{index}"), true);
        }

        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var part in below.EnumerateArray())
            {
                Look(statement, part, steps);
            }
        }
    }

    [GeneratedRegex(@"^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Explainable();

    /// <summary>An alias says nothing where the index names the table.</summary>
    [GeneratedRegex(@"^(SEARCH|SCAN) \w+ USING (?:COVERING )?(?=INDEX)", RegexOptions.IgnoreCase)]
    private static partial Regex Alias();

    [GeneratedRegex(@"[@$]\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^SCAN (?!json_each|\(|CONSTANT)(?<name>\w+)(?! VIRTUAL)(?: USING (?:COVERING )?(?:INDEX )?(?<index>\w+))?", RegexOptions.IgnoreCase)]
    private static partial Regex Scan();
}
