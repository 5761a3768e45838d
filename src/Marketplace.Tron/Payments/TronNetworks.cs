namespace Marketplace.Tron.Payments;

/// <summary>A network that this package knows by name.</summary>
/// <param name="Name">As in the settings; the books say <c>tron-</c> before it.</param>
/// <param name="GenesisId">The id of its block 0, which no node of another network has; null for private chains.</param>
/// <param name="TransactionLink">Where people look a transaction up.</param>
internal sealed record TronNetwork(string Name, string? GenesisId, string? TransactionLink);

/// <summary>The networks by name. The ids are what <c>/wallet/getblockbynum</c> answers for block 0 on each.</summary>
internal static class TronNetworks
{
    private static readonly TronNetwork[] Known =
    [
        new("devnet", null, null),
        new("nile", "0000000000000000d698d4192c56cb6be724a558448e2684802de4d6cd8690dc", "https://nile.tronscan.org/#/transaction/{0}"),
        new("shasta", "0000000000000000de1aa88295e1fcf982742f773e0419c5a9c134c994a9059e", "https://shasta.tronscan.org/#/transaction/{0}"),
        new("mainnet", "00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc", "https://tronscan.org/#/transaction/{0}"),
    ];

    public static TronNetwork? Find(string name) => Array.Find(Known, network => network.Name == name);
}
