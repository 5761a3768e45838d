using Marketplace.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Marketplace.Persistence;

/// <summary>
/// The one context: its model is the sum of what the installed modules contribute, so the database holds their tables and no others.
/// </summary>
public sealed class MarketplaceDbContext : DbContext
{
    private readonly ModuleDescriptor[] modules;

    /// <summary>A context over the installed modules.</summary>
    /// <param name="options">Which database.</param>
    /// <param name="modules">The installed modules; their order does not matter.</param>
    public MarketplaceDbContext(DbContextOptions<MarketplaceDbContext> options, IEnumerable<ModuleDescriptor> modules)
        : base(options)
    {
        this.modules = [.. modules.OrderBy(module => module.Name, StringComparer.Ordinal)];
        ChangeTracker.AutoDetectChangesEnabled = true;
        // The unit of work owns the transaction and sets the savepoints that are needed.
        Database.AutoSavepointsEnabled = false;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.WhenNeeded;
    }

    internal IReadOnlyList<ModuleDescriptor> Modules => modules;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var module in modules)
        {
            modelBuilder.ApplyConfigurationsFromAssembly(module.Assembly);
        }

        SnakeCaseNames.Apply(modelBuilder);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Sun>().HaveConversion<SunConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        foreach (var type in modules.Select(module => module.Assembly).Distinct().SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.IsValueType && typeof(ITypedId<>).IsAssignableFromGeneric(type))
            {
                configurationBuilder.Properties(type).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(type));
            }
        }
    }

    private sealed class SunConverter() : ValueConverter<Sun, long>(sun => sun.Value, value => new Sun(value));

    /// <summary>SQLite can not sort a <see cref="DateTimeOffset"/>; a UTC <see cref="DateTime"/> sorts alike on both engines.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
        at => at.UtcDateTime,
        at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)));

    private sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value))
        where TId : struct, ITypedId<TId>
    {
        // An expression may not call a static abstract member itself.
        private static TId From(Guid value) => TId.From(value);
    }
}

/// <summary>EF keeps one model per context type; ours differs by the installed modules.</summary>
internal sealed class ModuleModelCacheKeyFactory : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (
        context.GetType(),
        string.Join(',', ((MarketplaceDbContext)context).Modules.Select(module => module.Name)),
        context.Database.ProviderName,
        designTime);
}

internal static class GenericTypes
{
    public static bool IsAssignableFromGeneric(this Type definition, Type type) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);
}
