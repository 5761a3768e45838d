using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>What this process does.</summary>
internal enum HostRole
{
    /// <summary>Chats and keys.</summary>
    All,

    /// <summary>Chats, and no key: a signer in another process signs, or nobody.</summary>
    Market,

    /// <summary>Keys, and no chat.</summary>
    Signer,
}

/// <summary>Reads <c>--role</c>.</summary>
internal static class HostRoles
{
    /// <summary>The role that this command line, the environment or appsettings.json asks for.</summary>
    /// <exception cref="StartRefusedException">There is no such role.</exception>
    public static HostRole Read(string[] args) => Read(HostSettings.Read(args));

    public static HostRole Read(IConfiguration configuration) => configuration["Role"]?.ToLowerInvariant() switch
    {
        null or "" or "all" => HostRole.All,
        "market" => HostRole.Market,
        "signer" => HostRole.Signer,
        var other => throw new StartRefusedException(StartRefusedException.Configuration, $"--role '{other}' is unknown; it is all, market or signer."),
    };
}
