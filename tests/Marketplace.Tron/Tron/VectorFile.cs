using System.Text.Json;

namespace Marketplace.Tron.Tests;

/// <summary>Vectors made with TronWeb and confirmed by a second implementation. Another file of the same format may be named by the variable.</summary>
internal static class VectorFile
{
    private const string Variable = "MARKETPLACE_TRON_VECTORS";

    private static readonly Lazy<JsonElement> Root = new(Load);

    internal static IEnumerable<JsonElement> Group(string name)
    {
        var group = Root.Value.GetProperty(name).EnumerateArray().ToArray();
        Assert.That(group, Is.Not.Empty, $"The group {name} is empty.");
        return group;
    }

    internal static JsonElement Object(string name) => Root.Value.GetProperty(name);

    internal static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    private static JsonElement Load()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(path))
        {
            path = Path.Combine(AppContext.BaseDirectory, "vectors", "tron.json");
        }

        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
