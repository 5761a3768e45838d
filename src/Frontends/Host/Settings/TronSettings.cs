using Marketplace.Tron;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>Which TRON, through which nodes, with whose key.</summary>
/// <param name="Network">devnet, nile, shasta or mainnet.</param>
/// <param name="Nodes">The nodes' addresses.</param>
/// <param name="KeyFile">The path of the mnemonic.</param>
internal sealed record TronSettings(string Network, TronNodeOptions Nodes, string KeyFile)
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

        var keyFile = configuration["Tron:KeyFile"];
        return string.IsNullOrWhiteSpace(keyFile)
            ? throw Refused("Tron__KeyFile is not set; make a key file with: Marketplace.Host keys new <file>")
            : new TronSettings(network, ReadNodes(configuration, network, publicNodes), keyFile);
    }

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
