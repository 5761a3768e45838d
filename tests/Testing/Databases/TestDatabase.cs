using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing;

/// <summary>One database of a test; gone when disposed.</summary>
public abstract class TestDatabase(TestEngine engine, string connectionString) : IAsyncDisposable
{
    public TestEngine Engine => engine;

    public string ConnectionString => connectionString;

    /// <summary>Chooses this database with the production registration.</summary>
    public abstract void AddTo(IServiceCollection services);

    /// <summary>A connection of the test's own, to look at the rows or to disturb.</summary>
    public abstract Task<DbConnection> OpenAsync();

    /// <summary>Lets go of the pooled connections that can be had, so that the database can be copied.</summary>
    public abstract void Disconnect();

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a statement of the test's own.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of a query, each with its columns joined by <c>|</c>: easy to compare and to read in a failure.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('|', values.Select(value => value is DBNull ? "null" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>The one number a query answers.</summary>
    public async Task<long> CountAsync(string sql) =>
        long.Parse((await RowsAsync(sql)).Single(), System.Globalization.CultureInfo.InvariantCulture);
}
