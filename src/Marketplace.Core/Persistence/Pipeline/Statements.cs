using System.Data.Common;
using System.Globalization;

namespace Marketplace.Persistence.Pipeline;

/// <summary>
/// For the few statements that very much passes through, said in SQL: one round trip where EF would need two or three, and none of its bookkeeping. They run in
/// the command's transaction; each must work on both engines.
/// </summary>
/// <param name="unit">The command's transaction.</param>
public sealed class Statements(IUnitOfWork unit)
{
    /// <summary>Runs statements, separated by semicolons, in one round trip.</summary>
    /// <param name="sql">Its holes become parameters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows they changed in all.</returns>
    public async Task<int> ExecuteAsync(FormattableString sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows that a statement answers.</summary>
    /// <param name="sql">Its holes become parameters.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private DbCommand Command(FormattableString sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var command = unit.Connection.CreateCommand();
        command.Transaction = unit.Transaction;
        var names = new object[sql.ArgumentCount];
        for (var index = 0; index < names.Length; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            parameter.Value = sql.GetArgument(index) ?? DBNull.Value;
            command.Parameters.Add(parameter);
            names[index] = parameter.ParameterName;
        }

#pragma warning disable CA2100 // The text is a constant of the caller; its values are parameters.
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql.Format, names);
#pragma warning restore CA2100
        return command;
    }
}
