using Marketplace.Kernel;
using MediatR;

namespace Marketplace.Accounts;

/// <summary>
/// First contact. An identity that is known already gets its account back and nothing changes: the sponsor is set once. Within a command it joins that command's
/// transaction; from outside any it shares one with whoever comes at the same moment.
/// </summary>
/// <param name="Identity">Who writes.</param>
/// <param name="ReferralCode">The code his link carried, or null. A code that is unknown, banned or his own counts as none.</param>
public sealed record RegisterAccount(Identity Identity, string? ReferralCode = null) : IRequest<Result<AccountView>>;

/// <summary>Somebody is new here.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="SponsorId">Who brought them, or null.</param>
/// <param name="Identity">Under which name they came.</param>
public sealed record AccountRegistered(AccountId AccountId, AccountId? SponsorId, Identity Identity) : IIntegrationEvent
{
    /// <inheritdoc/>
    public string Aggregate => $"account:{AccountId}";
}
