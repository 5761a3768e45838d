using Marketplace.Kernel;

namespace Marketplace.Accounts;

/// <summary>From now on this person reads that language.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Language">A two-letter code, or null for the platform's own.</param>
public sealed record ChangeLanguage(AccountId AccountId, string? Language) : ICommand;
