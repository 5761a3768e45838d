using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.Faults;

/// <summary>
/// A fault for the next <see cref="Count"/> calls of <see cref="Method"/> (<c>*</c> is any). Kinds: <c>status</c> answers an error body, <c>garbage</c> answers what is not
/// JSON, <c>slow</c> waits and then works, <c>hang_up</c> closes the connection before the work, <c>lost</c> after it.
/// </summary>
internal sealed record Fault(string Method, string Kind)
{
    public int Count { get; init; } = 1;

    public int ErrorCode { get; init; } = 500;

    public string? Description { get; init; }

    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }

    public int DelayMs { get; init; } = 1000;

    public bool LosesAnswer => Kind == "lost";

    public bool IsKnown => Kind is "status" or "garbage" or "slow" or "hang_up" or "lost";

    public bool Concerns(string method) => Method == "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase);

    /// <summary>True where the call shall go on to its method.</summary>
    public async Task<bool> LetThroughAsync(HttpContext context, SandboxClock clock)
    {
        switch (Kind)
        {
            case "slow":
                await clock.WaitUntilAsync(clock.GetUtcNow().AddMilliseconds(DelayMs), Never, context.RequestAborted).ConfigureAwait(false);
                return true;
            case "lost":
                return true;
            case "hang_up":
                context.Abort();
                return false;
            case "garbage":
                context.Response.StatusCode = ErrorCode == 500 ? 200 : ErrorCode;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><head><title>502 Bad Gateway</title></head><body>{\"ok\":tru", context.RequestAborted).ConfigureAwait(false);
                return false;
            default:
                await BotApiEndpoint.WriteAsync(context, ErrorCode, Body(), RetryAfter).ConfigureAwait(false);
                return false;
        }
    }

    private static Task Never { get; } = new TaskCompletionSource().Task;

    private FailureBody Body() => new(
        false,
        ErrorCode,
        Description ?? (ErrorCode == 429 ? $"Too Many Requests: retry after {RetryAfter ?? 1}" : "Internal Server Error"),
        RetryAfter is null && MigrateToChatId is null ? null : new FailureParameters(RetryAfter, MigrateToChatId));
}
