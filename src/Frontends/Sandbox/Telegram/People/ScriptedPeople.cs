namespace Marketplace.Frontends.Sandbox.Telegram.People;

internal static class ScriptedPeople
{
    /// <summary>Ids handed to new people start here, well above 32 bits: a client that keeps them in an <c>int</c> fails at once.</summary>
    public const long FirstNewId = 5_000_001_001;

    public static readonly Person[] All =
    [
        new(5_000_000_101, "Ada", "en", "advertises her bots") { LastName = "Byron", Username = "ada_advertises" },
        new(5_000_000_102, "Bob", "en", "takes part and earns") { LastName = "Bright", Username = "bob_participates" },
        new(5_000_000_103, "Cleo", "fr", "sponsors other people") { LastName = "Martin", Username = "cleo_sponsors" },
        new(SandboxPeople.Operator, "Olga", "en", "runs the marketplace") { LastName = "Orlov", Username = "olga_operates" },
    ];
}
