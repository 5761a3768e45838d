namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>
/// A call that the Bot API refuses, in its words. An exception, unlike elsewhere in this solution: the refusal ends the call from any depth of a parser, and
/// the endpoint turns it into the body <c>{"ok":false,…}</c> at one place.
/// </summary>
internal sealed class Refusal(int code, string description) : Exception(description)
{
    public int Code => code;

    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    public static Refusal BadRequest(string reason) => new(400, "Bad Request: " + LowerFirst(reason));

    public static Refusal Forbidden(string reason) => new(403, "Forbidden: " + LowerFirst(reason));

    public static Refusal Conflict(string reason) => new(409, "Conflict: " + LowerFirst(reason));

    public static Refusal TooManyRequests(int retryAfter) => new(429, $"Too Many Requests: retry after {retryAfter}") { RetryAfter = retryAfter };

    public static Refusal NotFound() => new(404, "Not Found");

    public static Refusal MethodNotFound() => new(404, "Not Found: method not found");

    /// <summary>The server lowers the first letter after its prefix, except where the text looks like a constant (<c>ABC_DEF</c>).</summary>
    private static string LowerFirst(string reason) =>
        reason.Length > 1 && char.IsUpper(reason[0]) && !(char.IsUpper(reason[1]) || reason[1] == '_')
            ? char.ToLowerInvariant(reason[0]) + reason[1..]
            : reason;
}
