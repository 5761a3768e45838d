namespace Marketplace.Frontends;

/// <summary>Words that open something, for a hole of a text.</summary>
/// <param name="Text">The words.</param>
/// <param name="Url">What they open; null where they are only words.</param>
public sealed record LinkText(string Text, string? Url)
{
    private const int Shown = 6;

    /// <summary>A transaction by the ends of its id, which is far too long for a line.</summary>
    /// <param name="id">The chain's id.</param>
    /// <param name="url">Where it is looked up, or null.</param>
    public static LinkText Transaction(string id, string? url) => new(id.Length <= 3 * Shown ? id : $"{id[..Shown]}…{id[^Shown..]}", url);
}
