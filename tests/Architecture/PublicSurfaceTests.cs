using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Architecture.Tests;

/// <summary>
/// A module is closed by default. Public are: requests, events, ids, options, errors, ports (interfaces, and the exceptions they name) and the module's registration, and
/// whatever one of these names in its own public surface.
/// </summary>
internal sealed class PublicSurfaceTests
{
    private static IEnumerable<Project> Modules => Repository.Modules;

    private static IEnumerable<Project> Libraries => Repository.Libraries;

    [TestCaseSource(nameof(Modules))]
    public void What_is_public_in_a_module_has_a_reason(Project project)
    {
        var types = project.Assembly.GetExportedTypes();
        var reasoned = new HashSet<Type>();
        foreach (var type in types.Where(HasReason))
        {
            Follow(type);
        }

        Assert.That(types.Except(reasoned).Select(type => type.FullName), Is.Empty);

        void Follow(Type type)
        {
            foreach (var part in Parts(type).Where(part => part.Assembly == project.Assembly))
            {
                if (reasoned.Add(part))
                {
                    part.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)
                        .Concat(part.GetProperties().Select(property => property.PropertyType))
                        .Concat(part.GetFields().Select(field => field.FieldType))
                        .Concat(part.GetMethods().SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
                        .Concat(part.GetInterfaces())
                        .Concat(part.GetNestedTypes())
                        .ToList()
                        .ForEach(Follow);
                }
            }
        }
    }

    [TestCaseSource(nameof(Libraries))]
    public void Handlers_entities_and_migrations_are_nobody_else_s(Project project)
    {
        string[] closed = ["IRequestHandler`2", "INotificationHandler`1", "IIntegrationEventHandler`1", "IEntityTypeConfiguration`1"];
        var open = project.Assembly.GetExportedTypes().Where(type => !type.IsInterface
            && (type.GetInterfaces().Any(candidate => closed.Contains(candidate.Name))
                || type.IsSubclassOf(typeof(Microsoft.EntityFrameworkCore.Migrations.Migration))
                || typeof(IBackgroundWork).IsAssignableFrom(type)
                || typeof(IInvariant).IsAssignableFrom(type)));

        Assert.That(open, Is.Empty);
    }

    [TestCaseSource(nameof(Libraries))]
    public void Public_classes_are_not_for_deriving_from(Project project) =>
        Assert.That(
            project.Assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }
                && !project.Assembly.GetTypes().Any(other => other.IsSubclassOf(type))),
            Is.Empty);

    private static bool HasReason(Type type) =>
        typeof(IBaseRequest).IsAssignableFrom(type)
        || typeof(IDomainEvent).IsAssignableFrom(type)
        || typeof(IIntegrationEvent).IsAssignableFrom(type)
        || type.IsInterface
        || type.IsSubclassOf(typeof(Exception))
        || type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(ITypedId<>))
        || type.Name.EndsWith("Options", StringComparison.Ordinal)
        || IsStatic(type);

    /// <summary>Static classes: the registration (<c>XModule</c>), the error codes (<c>XErrors</c>) and other published constants and pure rules.</summary>
    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    /// <summary>The type itself and what stands in its brackets: of <c>Result&lt;IReadOnlyList&lt;Line&gt;&gt;</c> also <c>Line</c>.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        var element = type.HasElementType ? type.GetElementType()! : type;
        return element.IsGenericType
            ? element.GetGenericArguments().SelectMany(Parts).Append(element.GetGenericTypeDefinition())
            : [element];
    }
}
