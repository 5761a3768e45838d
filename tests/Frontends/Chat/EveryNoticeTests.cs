using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Notifications;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>
/// Whatever a module announces, in each of its kinds: what the chat makes of it has its words and the label of its button in every language. One that
/// lacks them would hold up whatever else its chat is to be told.
/// </summary>
internal sealed class EveryNoticeTests
{
    [Test]
    public async Task Every_notice_that_code_can_write_can_be_said_in_every_language()
    {
        await using var world = await World.StartAsync();
        await world.Person("ada").Types("/start");
        await world.Olga().Types("/start");
        var somebody = (await world.AccountAsync("ada")).Id;
        await using var scope = world.Marketplace.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (db, texts, catalogue) = (services.GetRequiredService<MarketplaceDbContext>(), services.GetRequiredService<TextCatalogue>(), services.GetRequiredService<ContributionCatalogue>());
        foreach (var (handler, announced) in Handlers())
        {
            foreach (var one in Kinds(announced, somebody))
            {
                var hears = ActivatorUtilities.CreateInstance(services, handler);
                await (Task)typeof(IIntegrationEventHandler<>).MakeGenericType(announced).GetMethod("HandleAsync")!.Invoke(hears, [one, CancellationToken.None])!;
            }
        }

        var notices = db.ChangeTracker.Entries<Notification>().Select(entry => entry.Entity).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(notices.Select(notice => notice.TextKey).Distinct().Count(), Is.GreaterThan(15));
            foreach (var notice in notices)
            {
                var arguments = JsonSerializer.Deserialize<Dictionary<string, string>>(notice.Arguments)!.ToDictionary(pair => pair.Key, pair => (object)pair.Value);
                foreach (var speaker in Language.All.Select(language => new Speaker(texts, language)))
                {
                    Assert.That(() => speaker.Say(notice.TextKey, arguments), Throws.Nothing, notice.TextKey);
                    Assert.That(texts.Find(speaker.Language, notice.TextKey).Holes.Select(hole => hole.Split(':')[0]).Distinct(), Is.SubsetOf(arguments.Keys), notice.TextKey);
                    if (notice.Action?.Split('.')[0] is { } action)
                    {
                        Assert.That(() => speaker.Label($"notify.open.{action}"), Throws.Nothing, notice.TextKey);
                        Assert.That(catalogue.Actions, Contains.Key(action), notice.TextKey);
                    }
                }
            }
        });

        var labelled = notices.Select(notice => notice.Action?.Split('.')[0]).ToHashSet();
        Assert.That(
            texts.Keys.Select(key => key.Key).Where(key => key.StartsWith("notify.open.", StringComparison.Ordinal) && !labelled.Contains(key["notify.open.".Length..])),
            Is.Empty,
            "a label of no notice");
    }

    private static IEnumerable<(Type Handler, Type Event)> Handlers() =>
        from type in typeof(ChatTurn).Assembly.GetTypes()
        where !type.IsAbstract
        from heard in type.GetInterfaces()
        where heard.IsGenericType && heard.GetGenericTypeDefinition() == typeof(IIntegrationEventHandler<>)
        select (type, heard.GenericTypeArguments[0]);

    /// <summary>The event once for each combination of its enumerations, its truths, and what may be missing.</summary>
    private static IEnumerable<object> Kinds(Type announced, AccountId somebody)
    {
        IEnumerable<object> kinds = [RuntimeHelpers.GetUninitializedObject(announced)];
        foreach (var property in announced.GetProperties().Where(property => property.CanWrite))
        {
            kinds = kinds.SelectMany(kind => Values(property, somebody).Select(value => With(kind, property, value))).ToList();
        }

        return kinds;
    }

    private static object With(object kind, PropertyInfo property, object? value)
    {
        var copy = kind.GetType().GetMethod("<Clone>$")!.Invoke(kind, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    private static IEnumerable<object?> Values(PropertyInfo property, AccountId somebody)
    {
        var inner = Nullable.GetUnderlyingType(property.PropertyType);
        var type = inner ?? property.PropertyType;
        if (inner is not null || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable)
        {
            yield return null;
        }

        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValues(type))
            {
                yield return value;
            }
        }
        else if (type == typeof(bool))
        {
            yield return false;
            yield return true;
        }
        else
        {
            yield return type == typeof(AccountId) ? somebody
                : type == typeof(Identity) ? new Identity("telegram", "7")
                : type == typeof(string) ? property.Name == "Asset" ? Asset.Trx.Code : "some words"
                : type == typeof(Sun) ? new Sun(1_500_000)
                : type.IsInterface || type.IsArray ? Array.CreateInstance(type.IsArray ? type.GetElementType()! : type.GenericTypeArguments[0], 0)
                : type.IsPrimitive ? Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture)
                : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero)
                : type.GetMethod("From", [typeof(Guid)])!.Invoke(null, [new Guid("00000000-0000-7000-8000-000000000007")]);
        }
    }
}
