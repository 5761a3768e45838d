namespace Marketplace.Frontends.Sandbox.Telegram.Actions;

/// <summary>Something that a person's client would not do; the control API answers it as <c>{"error":…}</c>.</summary>
internal sealed class Rejection(int status, string reason) : Exception(reason)
{
    public int Status => status;

    public static Rejection NotFound(string what) => new(404, what);

    public static Rejection Bad(string reason) => new(400, reason);

    public static Rejection Conflict(string reason) => new(409, reason);
}
