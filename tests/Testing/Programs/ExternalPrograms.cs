namespace Marketplace.Testing;

/// <summary>Programs of the machine that some tests drive. Each method ends the test as ignored, or failed where CI requires the program.</summary>
public static class ExternalPrograms
{
    /// <summary>The path of Chromium; required where <c>MARKETPLACE_REQUIRE_CHROMIUM=1</c>.</summary>
    public static string Chromium() => Find(
        "MARKETPLACE_REQUIRE_CHROMIUM", "no Chromium found on the PATH (Debian: apt-get install chromium)", "chromium", "chromium-browser", "google-chrome");

    /// <summary>The path of Node.js; required where <c>MARKETPLACE_REQUIRE_NODE=1</c>.</summary>
    public static string Node() => Find("MARKETPLACE_REQUIRE_NODE", "no Node.js found on the PATH (Debian: apt-get install nodejs npm)", "node", "nodejs");

    /// <summary>The path of npm; required where <c>MARKETPLACE_REQUIRE_NODE=1</c>.</summary>
    public static string Npm() => Find("MARKETPLACE_REQUIRE_NODE", "no npm found on the PATH (Debian: apt-get install nodejs npm)", "npm");

    private static string Find(string variable, string reason, params string[] names)
    {
        var found = names
            .SelectMany(_ => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator), (name, folder) => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        Requirement.Check(found is not null, variable, reason);
        return found!;
    }
}
