using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Frontends.Sandbox;

internal static class SandboxJson
{
    /// <summary>The Bot API's manner: snake_case names, absent rather than null.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static string Write(object? value) => JsonSerializer.Serialize(value, Options);
}
