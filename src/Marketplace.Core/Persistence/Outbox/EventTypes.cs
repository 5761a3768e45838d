using Marketplace.Kernel;

namespace Marketplace.Persistence.Outbox;

/// <summary>The stable names of the installed modules' integration events: <c>campaigns.ParticipationPaid</c>.</summary>
internal sealed class EventTypes
{
    private readonly Dictionary<string, Type> byName;
    private readonly Dictionary<Type, string> byType;

    public EventTypes(IEnumerable<ModuleDescriptor> modules)
    {
        byName = modules
            .SelectMany(module => module.Assembly.GetTypes()
                .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent)))
                .Select(type => (Name: $"{module.Name}.{type.Name}", Type: type)))
            .ToDictionary(entry => entry.Name, entry => entry.Type);
        byType = byName.ToDictionary(entry => entry.Value, entry => entry.Key);
    }

    public string NameOf(Type type) => byType.TryGetValue(type, out var name)
        ? name
        : throw new InvalidOperationException($"{type} belongs to no installed module.");

    public Type? Find(string name) => byName.GetValueOrDefault(name);
}
