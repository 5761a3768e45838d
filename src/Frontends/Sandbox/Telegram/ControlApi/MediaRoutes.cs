using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>Pictures, files and stickers that people send, and what anybody sent to look at.</summary>
internal static class MediaRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/people/{person:long}/chats/{bot}/media", async (long person, string bot, HttpRequest request, TelegramWorld world, MediaActions actions) =>
        {
            var ask = await ControlRoutes.ReadAsync<SendMedia>(request).ConfigureAwait(false);
            var kind = FileKind.Named(ask.Kind) ?? throw Rejection.Bad("kind must be one of " + string.Join(", ", FileKind.All.Select(kind => kind.Field)));
            var message = actions.Send(
                ControlRoutes.PersonOf(world, person), ControlRoutes.BotOf(world, bot), kind, Bytes(ask.Content), ask.FileName, ask.Caption, ask.Emoji);
            return ControlRoutes.Json(world.Look(_ => MessageView.Of(world, message)));
        });
        api.MapGet("/files/{id}", (string id, TelegramWorld world) => world.Look(_ => world.Files.Find(id)) is { Content: { } content } file
            ? Results.File(Convert.FromBase64String(content), "application/octet-stream", file.Name ?? "file")
            : throw Rejection.NotFound("there is no such file"));
    }

    private static byte[] Bytes(string? base64)
    {
        var bytes = new byte[((base64?.Length ?? 0) * 3 / 4) + 3];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var length) ? bytes[..length] : throw Rejection.Bad("content is not base64");
    }

    /// <summary>A file in base64; a sticker needs its emoji alone.</summary>
    private sealed record SendMedia(string? Kind, string? Content, string? FileName, string? Caption, string? Emoji);
}
