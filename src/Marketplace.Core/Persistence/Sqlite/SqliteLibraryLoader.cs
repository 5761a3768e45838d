using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Marketplace.Persistence.Sqlite;

/// <summary>
/// Where the registry served an older SQLitePCLRaw than Microsoft.Data.Sqlite was built against, the runtime refuses it by its
/// version. The parts that are called are the same in all of 2.x, so the one there is, is loaded by its simple name.
/// </summary>
internal static class SqliteLibraryLoader
{
    private const string Family = "SQLitePCLRaw";

#pragma warning disable CA2255 // A module initializer in a library: it must run before the first use of Microsoft.Data.Sqlite, whoever makes it.
    [ModuleInitializer]
    internal static void Install() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name is { Name: { } simple, Version: not null } && simple.StartsWith(Family, StringComparison.Ordinal)
            ? context.LoadFromAssemblyName(new AssemblyName(simple))
            : null;
#pragma warning restore CA2255
}
