using System.Collections;
using System.Text.Json;
using Marketplace.Kernel;

namespace Marketplace.Architecture.Tests;

/// <summary>What is kept as JSON and read back later: integration events in the outbox, and the answers of commands that carry a key.</summary>
internal sealed class MessageTests
{
    private static IEnumerable<Type> AllTypes => Repository.Libraries.SelectMany(project => project.Assembly.GetTypes()).Where(type => type is { IsAbstract: false, IsInterface: false });

    private static IEnumerable<Type> IdempotentCommands => AllTypes.Where(type => typeof(IIdempotent).IsAssignableFrom(type));

    private static IEnumerable<Type> Kept =>
        AllTypes.Where(type => typeof(IIntegrationEvent).IsAssignableFrom(type)).Concat(IdempotentCommands.Select(AnswerOf)).Distinct();

    [TestCaseSource(nameof(Kept))]
    public void What_is_kept_as_json_is_read_back_the_same(Type type)
    {
        var sample = Sample(type)!;

        var json = JsonSerializer.Serialize(sample, type, KernelJson.Options);
        var back = JsonSerializer.Deserialize(json, type, KernelJson.Options)!;

        Assert.That(JsonSerializer.Serialize(back, type, KernelJson.Options), Is.EqualTo(json));
        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var (before, after) = (property.GetValue(sample), property.GetValue(back));
            if (before is not IEnumerable or string && property.PropertyType.Namespace == "System")
            {
                Assert.That(after, Is.EqualTo(before), property.Name);
            }
        }
    }

    /// <summary>A key is unique for the command's type by its name, see <see cref="IIdempotent"/>.</summary>
    [Test]
    public void No_two_commands_with_keys_share_a_name() => Assert.That(IdempotentCommands.Select(type => type.Name), Is.Unique);

    [Test]
    public void There_is_something_to_look_at() => Assert.That((Kept.Count(), IdempotentCommands.Count()), Is.Not.EqualTo((0, 0)));

    private static Type AnswerOf(Type command) => command.GetInterfaces()
        .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(MediatR.IRequest<>))
        .GetGenericArguments()[0];

    /// <summary>A value of the type with something in every part of it.</summary>
    private static object? Sample(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Sample(underlying);
        }

        if (type == typeof(Result))
        {
            return Result.Success;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Result<>))
        {
            var result = Activator.CreateInstance(type)!;
            type.GetProperty(nameof(Result<int>.Value))!.SetValue(result, Sample(type.GetGenericArguments()[0]));
            return result;
        }

        if (SampleOfElement(type) is { } simple)
        {
            return simple;
        }

        if (type != typeof(string) && type.GetInterfaces().Append(type).FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } sequence)
        {
            var items = Array.CreateInstance(sequence.GetGenericArguments()[0], 2);
            items.SetValue(Sample(sequence.GetGenericArguments()[0]), 0);
            items.SetValue(Sample(sequence.GetGenericArguments()[0]), 1);
            return items;
        }

        var constructor = type.GetConstructors().Where(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(candidate => candidate.GetParameters().Length);
        return constructor is null ? Activator.CreateInstance(type) : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType))]);
    }

    private static object? SampleOfElement(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
        TypeCode.String => "text with \"quotes\" & 🎁",
        TypeCode.Boolean => true,
        TypeCode.Int32 => 7,
        TypeCode.Int64 => long.MaxValue,
        TypeCode.Object when type == typeof(Guid) => Guid.Parse("01990000-0000-7000-8000-000000000001"),
        TypeCode.Object when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 6, 1, 12, 0, 0, 123, 456, TimeSpan.Zero),
        TypeCode.Object when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1_500),
        TypeCode.Object when type == typeof(Uri) => new Uri("https://example.org/a?b=c"),
        _ => null,
    };
}
