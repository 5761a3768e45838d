using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>
/// The published description of the Bot API as a checker: an object of a type has its required fields, no other fields than the type's, and each of the type it says; a
/// type with subtypes is any of them. The description is no part of the project: it is looked for beside the checkout.
/// </summary>
internal sealed class Specification
{
    private readonly JsonElement _types;
    private readonly JsonElement _methods;

    private Specification(JsonElement root) => (_types, _methods) = (root.GetProperty("types"), root.GetProperty("methods"));

    public static Specification FindOrSkip()
    {
        for (var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); directory is not null; directory = directory.Parent)
        {
            var file = Path.Combine(directory.FullName, "shared", "specs", "telegram-bot-api.json");
            if (File.Exists(file))
            {
                return new Specification(JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file)));
            }
        }

        Assert.Ignore("No shared/specs/telegram-bot-api.json beside the checkout: the description of the Bot API is not there to check against.");
        throw new InvalidOperationException("unreachable");
    }

    public IReadOnlyList<string> ParametersOf(string method) => [.. FieldsOf(_methods.GetProperty(method)).Select(field => field.GetProperty("name").GetString()!)];

    public IReadOnlyList<string> ReturnsOf(string method) => [.. _methods.GetProperty(method).GetProperty("returns").EnumerateArray().Select(type => type.GetString()!)];

    /// <summary>What is wrong with the arguments of a call; nothing where the method takes them.</summary>
    public IReadOnlyList<string> CheckArguments(string method, JsonObject arguments) => CheckMembers(arguments, _methods.GetProperty(method), method, "$");

    /// <summary>What is wrong with the value as any of the types; nothing where it fits one.</summary>
    public IReadOnlyList<string> Check(JsonNode? value, IEnumerable<string> types, string path = "$")
    {
        var best = types.Select(type => CheckOne(value, type, path)).OrderBy(faults => faults.Count).FirstOrDefault();
        return best ?? [$"{path}: no type"];
    }

    private List<string> CheckOne(JsonNode? value, string type, string path)
    {
        const string array = "Array of ";
        if (type.StartsWith(array, StringComparison.Ordinal))
        {
            return value is JsonArray items ? [.. items.SelectMany((item, i) => Check(item, [type[array.Length..]], $"{path}[{i}]"))] : [$"{path}: not an array"];
        }

        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        return type switch
        {
            "Integer" => kind == JsonValueKind.Number && value!.AsValue().TryGetValue<long>(out _) ? [] : [$"{path}: not an integer"],
            "Float" => kind == JsonValueKind.Number ? [] : [$"{path}: not a number"],
            "String" => kind == JsonValueKind.String ? [] : [$"{path}: not a string"],
            "Boolean" => kind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{path}: not a boolean"],
            _ => CheckObject(value, type, path),
        };
    }

    private List<string> CheckObject(JsonNode? value, string type, string path)
    {
        var definition = _types.GetProperty(type);
        if (definition.TryGetProperty("subtypes", out var subtypes) && subtypes.GetArrayLength() > 0)
        {
            return [.. Check(value, subtypes.EnumerateArray().Select(subtype => subtype.GetString()!), path)];
        }

        if (value is not JsonObject members)
        {
            return [$"{path}: not an object ({type})"];
        }

        return CheckMembers(members, definition, type, path);
    }

    private List<string> CheckMembers(JsonObject members, JsonElement definition, string type, string path)
    {
        var fields = FieldsOf(definition).ToDictionary(field => field.GetProperty("name").GetString()!);
        var missing = fields.Where(field => field.Value.GetProperty("required").GetBoolean() && !members.ContainsKey(field.Key)).Select(field => $"{path}.{field.Key}: missing ({type})");
        var unknown = members.Where(member => !fields.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key}: unknown ({type})");
        var wrong = members.Where(member => fields.ContainsKey(member.Key))
            .SelectMany(member => Check(member.Value, fields[member.Key].GetProperty("types").EnumerateArray().Select(known => known.GetString()!), $"{path}.{member.Key}"));
        return [.. missing, .. unknown, .. wrong];
    }

    private static JsonElement.ArrayEnumerator FieldsOf(JsonElement definition) => definition.TryGetProperty("fields", out var fields) ? fields.EnumerateArray() : default;
}
