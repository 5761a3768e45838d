using Marketplace.Accounts;
using Marketplace.Kernel;

namespace Marketplace.Campaigns;

/// <summary>
/// To be told once, as soon as there is something to earn. A person has one wish: wished again it is the same one, and counts for the platform named last.
/// It is gone with the message.
/// </summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Platform">Bots of that platform.</param>
public sealed record WishForOffers(AccountId AccountId, string Platform) : ICommand;

/// <summary>There is something to earn for somebody who wished to hear of it; the wish is fulfilled.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="CampaignId">What they can take.</param>
/// <param name="Title">Its title.</param>
/// <param name="Earns">What they get for it.</param>
public sealed record OfferFound(AccountId AccountId, CampaignId CampaignId, string Title, Sun Earns) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
