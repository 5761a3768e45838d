using System.Security.Cryptography;
using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendPhoto(FloodGate flood) : IBotApiMethod
{
    private const int CaptionLimit = 1024;
    private const string Placeholder =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 6'%3E%3Crect width='8' height='6' fill='%23cfd8e3'/%3E%3Cpath d='M1 5l2-2.5 1.5 1.5L6 2.5 7.5 5z' fill='%238fa3b7'/%3E%3C/svg%3E";

    private const int FileLimit = 10 * 1024 * 1024;

    public string Name => "sendPhoto";

    public IReadOnlyList<string> Parameters =>
    [
        "business_connection_id", "chat_id", "message_thread_id", "direct_messages_topic_id", "photo", "caption", "parse_mode", "caption_entities", "show_caption_above_media",
        "has_spoiler", "disable_notification", "protect_content", "allow_paid_broadcast", "message_effect_id", "suggested_post_parameters", "reply_parameters", "reply_markup",
    ];

    public async ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var caption = FormattedText.Parse(arguments.TextOrEmpty("caption"), arguments.Text("parse_mode"), arguments.Json("caption_entities", "caption_entities"));
        var keyboard = Keyboards.Read(arguments, inlineOnly: false);
        var photo = await PhotoOfAsync(call).ConfigureAwait(false);
        return call.World.Do(world =>
        {
            var person = Chats.Writable(call);
            caption.RequireLength(CaptionLimit, "message caption is too long");
            var replyTo = Replies.Read(call, person);
            flood.Pass(call.Bot.Id, person.Id);
            return new Answer(Posting.Post(world, new Message(call.Bot.Id, 0, person.Id, true, 0, caption.Text)
            {
                Entities = caption.EntitiesOrNull,
                Keyboard = keyboard,
                Photo = photo,
                CaptionAboveMedia = arguments.Flag("show_caption_above_media"),
                ReplyTo = replyTo,
                Protected = arguments.Flag("protect_content"),
            }).ToWire(world));
        });
    }

    private static async Task<Photo> PhotoOfAsync(BotCall call)
    {
        var named = call.Arguments.TextOrEmpty("photo");
        var attached = named.StartsWith("attach://", StringComparison.Ordinal) ? named["attach://".Length..] : "photo";
        if (call.Arguments.Files?.GetFile(attached) is { } file)
        {
            return await UploadedAsync(file, call.Aborted).ConfigureAwait(false);
        }

        if (named.Length == 0)
        {
            throw Refusal.BadRequest("there is no photo in the request");
        }

        if (named.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || named.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            // The real service downloads it; the sandbox reaches no network and shows a placeholder.
            return new Photo(FileId("url", named), Unique(named), 800, 600, named.Length) { Source = Placeholder };
        }

        return call.World.Look(world => world.Messages.Table.All.FirstOrDefault(message => message.BotId == call.Bot.Id && message.Photo?.FileId == named)?.Photo)
            ?? throw Refusal.BadRequest("wrong remote file identifier specified: Wrong string length");
    }

    private static async Task<Photo> UploadedAsync(IFormFile file, CancellationToken aborted)
    {
        if (file.Length == 0)
        {
            throw Refusal.BadRequest("file must be non-empty");
        }

        if (file.Length > FileLimit)
        {
            throw new Refusal(413, "Request Entity Too Large");
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, aborted).ConfigureAwait(false);
        var picture = Picture.Read(bytes.ToArray()) ?? throw Refusal.BadRequest("IMAGE_PROCESS_FAILED");
        var hash = Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
        return new Photo(FileId("file", hash), Unique(hash), picture.Width, picture.Height, (int)file.Length)
        {
            Source = $"data:{picture.MediaType};base64,{Convert.ToBase64String(bytes.ToArray())}",
        };
    }

    private static string FileId(string kind, string content) => "AgACAgIAAx" + Base64Url(kind + content)[..40];

    private static string Unique(string content) => "AQAD" + Base64Url(content)[..12];

    private static string Base64Url(string content) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).Replace('+', '-').Replace('/', '_');
}
