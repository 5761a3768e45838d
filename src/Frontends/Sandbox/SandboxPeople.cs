namespace Marketplace.Frontends.Sandbox;

/// <summary>People who are in every sandbox and whom a marketplace's settings may name.</summary>
public static class SandboxPeople
{
    /// <summary>Telegram id of Olga, who is meant to be the marketplace's operator: <c>Accounts:Operators:0=telegram:5000000104</c>.</summary>
    public const long Operator = 5_000_000_104;
}
