namespace Marketplace.Testing;

/// <summary>Names that no other test run on this machine uses.</summary>
public static class Unique
{
    private static int count;

    /// <summary>Lower-case letters and digits; good for a file, a database, a queue.</summary>
    public static string Name() => $"t{Environment.ProcessId}x{Random.Shared.Next():x8}x{Interlocked.Increment(ref count)}";
}

/// <summary>A folder of this test run, gone at its end.</summary>
public static class TestFolder
{
    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    public static string Path => Folder.Value;
}
