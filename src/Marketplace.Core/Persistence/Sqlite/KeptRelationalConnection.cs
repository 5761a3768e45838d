using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// Opens a context's connection once and leaves it open for as long as the context is kept in its pool: EF opens and closes it for every statement, and each opening hands forty functions, a
/// collation and a setting to SQLite.
/// </summary>
#pragma warning disable EF1001 // The provider's connection is the seam for this; a new EF version is a reviewed change.
internal sealed class KeptRelationalConnection(
    RelationalConnectionDependencies dependencies,
    IRawSqlCommandBuilder rawSqlCommandBuilder,
    IDiagnosticsLogger<DbLoggerCategory.Infrastructure> logger) : SqliteRelationalConnection(dependencies, rawSqlCommandBuilder, logger)
{
    private static readonly MethodInfo AddFunctions =
        typeof(SqliteRelationalConnection).GetMethod("InitializeDbConnection", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingMethodException("This version of EF Core gives its functions to a connection in another way.");

    public static void Use(DbContextOptionsBuilder builder) => builder.ReplaceService<ISqliteRelationalConnection, KeptRelationalConnection>();

    protected override DbConnection CreateDbConnection()
    {
        var connection = new KeptConnection(GetValidatedConnectionString());
        AddFunctions.Invoke(this, [connection]);
        return connection;
    }

    protected override void CloseDbConnection()
    {
        // It is closed when it is disposed of, with its context.
    }

    protected override Task CloseDbConnectionAsync() => Task.CompletedTask;
}
#pragma warning restore EF1001
