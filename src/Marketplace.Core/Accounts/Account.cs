namespace Marketplace.Accounts;

/// <summary>Somebody who has written to us at least once.</summary>
internal sealed class Account
{
    public required AccountId Id { get; init; }

    public required string ReferralCode { get; init; }

    /// <summary>Set at first contact and never again: a sponsor that could change would be worth stealing.</summary>
    public AccountId? SponsorId { get; init; }

    public string? Language { get; set; }

    public bool Banned { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<AccountIdentity> Identities { get; init; } = [];
}

/// <summary>One of the names by which a platform knows an account.</summary>
internal sealed class AccountIdentity
{
    public required string Platform { get; init; }

    public required string ExternalId { get; init; }

    public required AccountId AccountId { get; init; }
}
