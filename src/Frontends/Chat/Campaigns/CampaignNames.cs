using Marketplace.Campaigns;

namespace Marketplace.Frontends.Campaigns;

/// <summary>Campaigns by their titles, in histories and proofs.</summary>
internal sealed class CampaignNames : IHistoryNames
{
    private const string Prefix = "campaign:";

    public string Module => "campaigns";

    public async Task<IReadOnlyDictionary<string, HistoryName>> FindAsync(
        ChatTurn turn, IReadOnlyCollection<string> references, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, HistoryName>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            if (reference.StartsWith(Prefix, StringComparison.Ordinal)
                && Guid.TryParse(reference.AsSpan(Prefix.Length), out var id)
                && await turn.Sender.Send(new GetOffer(new CampaignId(id)), cancellationToken) is { } offer)
            {
                names[reference] = new HistoryName(HistoryName.Title, new LinkText(offer.Title, null));
            }
        }

        return names;
    }
}
