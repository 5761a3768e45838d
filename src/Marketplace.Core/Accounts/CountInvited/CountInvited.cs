using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>How many people have this account as their sponsor.</summary>
/// <param name="SponsorId">Who brought them.</param>
public sealed record CountInvited(AccountId SponsorId) : IQuery<int>;
