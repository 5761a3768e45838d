namespace Marketplace.Frontends.Sandbox.Telegram.People;

/// <summary>Somebody who chats with bots. <see cref="Role"/> is one line for the page.</summary>
internal sealed record Person(long Id, string FirstName, string LanguageCode, string Role)
{
    public string? LastName { get; init; }

    public string? Username { get; init; }
}
