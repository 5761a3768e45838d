using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>Server-Sent Events: one JSON object per event, <c>{"kind","person_id","bot_id","data"}</c>.</summary>
internal static class LiveStream
{
    public static async Task WriteAsync(HttpContext context, LiveEvents live)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var subscription = live.Listen();
        try
        {
            // The comment opens the stream at once, so that the listener knows it misses nothing from here on.
            await context.Response.WriteAsync(": listening\n\n", context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            while (await subscription.Events.WaitToReadAsync(context.RequestAborted).ConfigureAwait(false))
            {
                while (subscription.Events.TryRead(out var happened))
                {
                    await context.Response.WriteAsync($"data: {SandboxJson.Write(happened)}\n\n", context.RequestAborted).ConfigureAwait(false);
                }

                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener left.
        }
    }
}
