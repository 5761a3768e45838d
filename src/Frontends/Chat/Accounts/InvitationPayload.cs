namespace Marketplace.Frontends.Accounts;

/// <summary>The payload of an invitation link: <c>r_</c> and the sponsor's code. It counts at first contact only.</summary>
internal sealed class InvitationPayload : IStartPayload
{
    private const string InvitationPrefix = "r_";

    public string Module => "accounts";

    public string Prefix => InvitationPrefix;

    public static string For(string referralCode) => InvitationPrefix + referralCode;

    public static string? CodeOf(ChatContent content) =>
        content is CommandEntered { Name: "start", Payload: { } payload } && payload.StartsWith(InvitationPrefix, StringComparison.Ordinal)
            ? payload[InvitationPrefix.Length..]
            : null;

    public Task<Reply> OpenAsync(ChatTurn turn, string value, CancellationToken cancellationToken) => turn.GoAsync("home");
}
