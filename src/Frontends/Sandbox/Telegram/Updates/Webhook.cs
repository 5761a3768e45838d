namespace Marketplace.Frontends.Sandbox.Telegram.Updates;

internal sealed record Webhook(Uri Url, string? SecretToken, int MaxConnections)
{
    public string? IpAddress { get; init; }

    public long? LastErrorDate { get; init; }

    public string? LastErrorMessage { get; init; }
}
