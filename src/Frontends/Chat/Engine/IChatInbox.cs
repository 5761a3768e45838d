namespace Marketplace.Frontends;

/// <summary>
/// Where a platform's source puts what arrives. Once stored, an update is handled: in order within its chat, beside other chats, and with one effect
/// however often it was delivered. The source may confirm it to the platform as soon as this returns.
/// </summary>
public interface IChatInbox
{
    /// <summary>Stores updates; those that are known already are passed over.</summary>
    /// <param name="updates">The updates in the order of arrival.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task StoreAsync(IReadOnlyList<ArrivedUpdate> updates, CancellationToken cancellationToken);
}

/// <summary>An update as it arrived.</summary>
/// <param name="Platform">From which platform.</param>
/// <param name="UpdateKey">Unique on that platform: <c>{bot id}:{update id}</c>.</param>
/// <param name="OrderKey">Updates of one key are handled one after the other: the chat's or person's id.</param>
/// <param name="Payload">The update itself.</param>
public sealed record ArrivedUpdate(string Platform, string UpdateKey, string OrderKey, string Payload);
