using System.Text.Json;

namespace Marketplace.Tron.Tests;

/// <summary>Vectors made with TronWeb and confirmed by a second implementation. Another file of the same format may be named by the variable.</summary>
internal static class VectorFile
{
    private const string Variable = "MARKETPLACE_TRON_VECTORS";

    private static readonly Lazy<JsonElement> Root = new(Load);

    internal static bool IsCommitted { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The entries of a group; another file than the committed one may have none.</summary>
    internal static IEnumerable<JsonElement> Group(string name)
    {
        var group = Root.Value.Items(name).ToArray();
        Assert.That(group.Length > 0 || !IsCommitted, Is.True, $"The group {name} of the committed file is empty.");
        return group;
    }

    internal static JsonElement Object(string name) => Root.Value.GetProperty(name);

    /// <summary>What stands under a name, or nothing.</summary>
    internal static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static string TextOrEmpty(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    /// <summary>A number; the node leaves out what is zero.</summary>
    internal static long Number(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    internal static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    private static JsonElement Load()
    {
        var path = IsCommitted
            ? Path.Combine(AppContext.BaseDirectory, "vectors", "tron.json")
            : Environment.GetEnvironmentVariable(Variable)!;

        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
