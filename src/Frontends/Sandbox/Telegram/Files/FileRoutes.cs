using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.Files;

/// <summary><c>/file/bot&lt;token&gt;/&lt;file_path&gt;</c>, as getFile names it.</summary>
internal static class FileRoutes
{
    public static async Task WriteAsync(HttpContext context, string token, string path, BotApiEndpoint endpoint, TelegramWorld world)
    {
        Refusal refused;
        try
        {
            endpoint.Authorize(token);
            if (world.Look(_ => world.Files.All.FirstOrDefault(file => file.Path == path)) is { Content: { } content })
            {
                context.Response.ContentType = "application/octet-stream";
                await context.Response.Body.WriteAsync(Convert.FromBase64String(content), context.RequestAborted).ConfigureAwait(false);
                return;
            }

            refused = Refusal.NotFound();
        }
        catch (Refusal refusal)
        {
            refused = refusal;
        }

        await BotApiEndpoint.RefuseAsync(context, refused).ConfigureAwait(false);
    }
}
