using Marketplace.Tron;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>Which TRON, through which nodes, with whose keys.</summary>
/// <param name="Network">devnet, nile, shasta or mainnet.</param>
/// <param name="Nodes">The nodes' addresses.</param>
/// <param name="Keys">The vault; none in it where this host holds no key.</param>
/// <param name="ColdAddress">Takes what is too much for the hot wallet.</param>
internal sealed record TronSettings(string Network, TronNodeOptions Nodes, KeySettings Keys, string? ColdAddress)
{
    private const string Mainnet = "mainnet";

    /// <summary>The public nodes of TRON's own service (developers.tron.network/reference/background).</summary>
    private static readonly Dictionary<string, string[]> PublicNodes = new(StringComparer.Ordinal)
    {
        ["devnet"] = [],
        ["nile"] = ["https://nile.trongrid.io"],
        ["shasta"] = ["https://api.shasta.trongrid.io"],
        [Mainnet] = ["https://api.trongrid.io"],
    };

    public static TronSettings Read(IConfiguration configuration)
    {
        var network = configuration["Tron:Network"]?.ToLowerInvariant();
        if (string.IsNullOrEmpty(network))
        {
            throw Refused("Tron__Network is not set; it is devnet, nile, shasta or mainnet.");
        }

        if (!PublicNodes.TryGetValue(network, out var publicNodes))
        {
            throw Refused($"Tron__Network '{network}' is unknown; it is devnet, nile, shasta or mainnet.");
        }

        if (network == Mainnet && configuration["Tron:AcknowledgeMainnet"] != "yes")
        {
            throw Refused("Tron__Network is mainnet, where every mistake costs real money; set Tron__AcknowledgeMainnet=yes to say that you mean it.");
        }

        var role = HostRoles.Read(configuration);
        var keys = KeySettings.Read(configuration, role);
        var settings = new TronSettings(network, ReadNodes(configuration, network, publicNodes), keys, NullIfEmpty(configuration["Tron:ColdAddress"]));
        return role == HostRole.Market ? settings.ReadPublicParts(configuration) : settings;
    }

    /// <summary>In place of a vault: whose addresses this host hands out. Null where it has the vault.</summary>
    public string? AccountXpub { get; private init; }

    /// <summary>Likewise: who pays withdrawals.</summary>
    public string? HotAddress { get; private init; }

    /// <summary>Who signs for this host; null where it holds the keys, or nobody does.</summary>
    public string? Signer { get; private init; }

    /// <summary>The file with the word that the signer knows.</summary>
    public string? SignerToken { get; private init; }

    private TronSettings ReadPublicParts(IConfiguration configuration)
    {
        var settings = this with
        {
            AccountXpub = NullIfEmpty(configuration["Tron:AccountXpub"]),
            HotAddress = NullIfEmpty(configuration["Tron:HotAddress"]),
            Signer = NullIfEmpty(configuration["Tron:Signer"]),
            SignerToken = NullIfEmpty(configuration["Tron:SignerToken"]),
        };
        return settings.AccountXpub is null || settings.HotAddress is null
            ? throw Refused("Tron__AccountXpub and Tron__HotAddress say whose addresses a host without keys hands out; where the vault is: Marketplace.Host keys show wallet.vault")
            : settings.Signer is not null && settings.SignerToken is null
            ? throw Refused("Tron__SignerToken is not set; it names a copy of the file that the signer has as Signer__TokenFile.")
            : settings;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static TronNodeOptions ReadNodes(IConfiguration configuration, string network, string[] publicNodes)
    {
        var configured = configuration.GetSection("Tron:Endpoints").GetChildren().Select(child => child.Value ?? string.Empty).ToArray();
        var addresses = configured.Length > 0 ? configured : publicNodes;
        if (addresses.Length == 0)
        {
            throw Refused($"Tron__Endpoints__0 is not set: the {network} has no public node.");
        }

        var options = new TronNodeOptions();
        foreach (var address in addresses)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                throw Refused($"Tron__Endpoints: '{address}' is not an http or https address.");
            }

            options.Endpoints.Add(new TronNodeEndpoint(url) { ApiKey = configuration["Tron:ApiKey"] });
        }

        if (options.Endpoints.All(endpoint => endpoint.Address.IsLoopback))
        {
            // A node of one's own has no quota.
            options.RequestsPerSecond = null;
        }

        return options;
    }

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
