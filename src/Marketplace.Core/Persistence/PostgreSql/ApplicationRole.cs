using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Persistence.PostgreSql;

/// <summary>Gives a role what the application needs, and takes from it whatever else it had on these tables.</summary>
internal sealed class ApplicationRole(MarketplaceDbContext db, IEnumerable<IApplicationRights> contributions, string role)
{
    private readonly string quoted = $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static ApplicationRole Of(IServiceProvider services, string role) => new(
        services.GetRequiredService<MarketplaceDbContext>(), services.GetServices<IApplicationRights>(), role);

    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        var contributed = contributions.ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await RequireHarmlessAsync(cancellationToken);
        var schema = (await AskAsync("SELECT quote_ident(current_schema()) AS \"Value\"", cancellationToken)).Single();
        foreach (var kind in (string[])["TABLES", "SEQUENCES", "FUNCTIONS"])
        {
            await RunAsync($"REVOKE ALL ON ALL {kind} IN SCHEMA {schema} FROM {quoted}", cancellationToken);
        }

        // Before version 15 everybody may create in the schema "public", a function of a misleading name for example.
        await RunAsync($"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {quoted}", cancellationToken);
        await RunAsync($"GRANT USAGE ON SCHEMA {schema} TO {quoted}", cancellationToken);
        await RunAsync($"GRANT SELECT ON \"__EFMigrationsHistory\" TO {quoted}", cancellationToken);
        foreach (var table in Tables().Except(contributed.SelectMany(contribution => contribution.Tables)))
        {
            await RunAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}", cancellationToken);
            foreach (var sequence in await AskAsync(SequencesOf(table), cancellationToken))
            {
                await RunAsync($"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {quoted}", cancellationToken);
            }
        }

        foreach (var right in contributed.SelectMany(contribution => contribution.Rights))
        {
            await RunAsync($"GRANT {right} TO {quoted}", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What a superuser or an owner may do no grant can narrow.</summary>
    private async Task RequireHarmlessAsync(CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<string>(
            $"""
             SELECT CASE
                 WHEN r.rolsuper THEN 'is a superuser'
                 WHEN r.rolcreaterole THEN 'may create roles'
                 WHEN r.rolbypassrls OR r.rolreplication THEN 'may bypass or replicate what others may not see'
                 WHEN pg_has_role(r.oid, 'pg_write_all_data', 'MEMBER') THEN 'is a member of pg_write_all_data'
                 WHEN EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
                     THEN 'owns tables of the marketplace or is a member of their owner'
                 ELSE '' END AS "Value"
             FROM pg_roles r WHERE r.rolname = {role}
             """).ToListAsync(cancellationToken);
        if (found is not [var trouble])
        {
            throw new ArgumentException($"There is no role {role}; make it first: CREATE ROLE {quoted} LOGIN");
        }

        if (trouble.Length > 0)
        {
            throw new ArgumentException($"The role {role} {trouble}, so no grant could keep it from changing the books; make another for the application.");
        }
    }

    private IEnumerable<string> Tables() => db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>Those that a column owns, as identity or as serial.</summary>
    private static string SequencesOf(string table) =>
        $"""
         SELECT s.oid::regclass::text AS "Value" FROM pg_class s
         JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
         WHERE s.relkind = 'S' AND d.refobjid = '{table}'::regclass
         """;

#pragma warning disable EF1002 // A role can not be a parameter of GRANT: it is quoted above, and all else is this program's own.
    private Task<int> RunAsync(string sql, CancellationToken cancellationToken) => db.Database.ExecuteSqlRawAsync(sql, cancellationToken);

    private Task<List<string>> AskAsync(string sql, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<string>(sql).ToListAsync(cancellationToken);
#pragma warning restore EF1002
}
