using System.Globalization;

namespace Marketplace.Testing;

/// <summary>What the environment may ask of a test: more of the same, or the same again.</summary>
public static class Setting
{
    public static long Number(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? long.Parse(given, CultureInfo.InvariantCulture) : otherwise;
}
