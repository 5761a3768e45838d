namespace Marketplace.Frontends.Home;

internal static class Paging
{
    /// <summary>A row with what leads to the page before and the page after, where there are any.</summary>
    public static ScreenBuilder Turning(this ScreenBuilder screen, string action, int page, bool more) => (page > 0, more) switch
    {
        (true, true) => screen.Button("button.previous", action, page - 1).Beside("button.next", action, page + 1),
        (true, false) => screen.Button("button.previous", action, page - 1),
        (false, true) => screen.Button("button.next", action, page + 1),
        _ => screen,
    };
}
