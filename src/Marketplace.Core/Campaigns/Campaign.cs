using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;

namespace Marketplace.Campaigns;

/// <summary>What is paid for, and for how much. Its money is in the ledger; <see cref="Funded"/> only spares the list of offers the question.</summary>
internal sealed class Campaign
{
    public required CampaignId Id { get; init; }

    public required AccountId OwnerId { get; init; }

    public required string Title { get; init; }

    public required string Platform { get; init; }

    public required string BotId { get; init; }

    public required string BotUsername { get; init; }

    public required Sun Reward { get; init; }

    public required CampaignState State { get; init; }

    /// <summary>True while the escrow pays for at least one more reward.</summary>
    public bool Funded { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the owner was last told that it does not pay for one more person, unless money was added since.</summary>
    public DateTimeOffset? ExhaustedToldAt { get; init; }

    /// <summary>Where it stood before an operator stopped it: lifting that puts it back.</summary>
    public CampaignState? SuspendedFrom { get; init; }

    /// <summary>True where the owner showed an answer of the bot when the campaign was made: it answers, and its answer can be forwarded.</summary>
    public bool Tested { get; init; }

    /// <summary>The budget that its owner has in mind and has not paid in yet.</summary>
    public Sun Wanted { get; init; }

    /// <summary>What its owner was told of its progress.</summary>
    public CampaignMilestones Told { get; init; }

    /// <summary>How often money went back to the owner: the next return's number.</summary>
    public int Returns { get; init; }

    /// <summary>When it was closed and its last reservation had ended; until then somebody looks after it.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    public PromotedBot Bot => new(Platform, BotId, BotUsername);

    public LedgerAccount Escrow => LedgerAccount.Escrow(Id.Value);

    public CampaignOffer Offer(CampaignsOptions options) => new(Id, Title, Bot, Pricing.Earns(Reward, options), State, Funded, Tested);
}

/// <summary>How a price is split.</summary>
internal static class Pricing
{
    /// <summary>The platform's fee, floored to the sun: the fraction stays with the participant.</summary>
    public static Sun Fee(Sun price, CampaignsOptions options) => price.Share(options.PlatformFee);

    public static Sun Earns(Sun price, CampaignsOptions options) => price - Fee(price, options);
}
