using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Wire;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendMediaGroup(FloodGate flood) : IBotApiMethod
{
    private const int Limit = 10;

    public string Name => "sendMediaGroup";

    public IReadOnlyList<string> Parameters { get; } = [.. Outgoing.ParametersWith("media").Except(["suggested_post_parameters", "reply_markup"])];

    public async ValueTask<Answer> CallAsync(BotCall call)
    {
        if (call.Arguments.Json("media", "media") is not { } argument)
        {
            throw Refusal.BadRequest("Parameter \"media\" is required");
        }

        if (argument.ValueKind != JsonValueKind.Array)
        {
            throw Refusal.BadRequest("Expected an Array of InputMedia");
        }

        var album = new List<InputMedia>();
        foreach (var media in argument.EnumerateArray())
        {
            album.Add(await InputMedia.ReadAsync(call, media, forAlbum: true).ConfigureAwait(false));
        }

        RequireAlbum(album);
        return new Answer(call.World.Do(world =>
        {
            var (person, draft) = Outgoing.Draft(call, Keyboards.Markup.None);
            var drafts = album.Select(media => media.On(draft)).ToList();
            drafts.ForEach(_ => flood.Pass(call.Bot.Id, person.Id));
            var id = TelegramWorld.Key(world.Next("album", first: 13_800_000_000_000_001));
            return (IReadOnlyList<WireMessage>)[.. drafts.Select(message => Posting.Post(world, message with { AlbumId = id }).ToWire(world))];
        }));
    }

    private static void RequireAlbum(List<InputMedia> album)
    {
        if (album.Count is 0 or > Limit)
        {
            throw Refusal.BadRequest(album.Count == 0 ? "There are no messages to send" : "Too many messages to send as an album");
        }

        foreach (var alone in new[] { Files.FileKind.Audio, Files.FileKind.Document })
        {
            if (album.Exists(media => media.Kind == alone) && !album.TrueForAll(media => media.Kind == alone))
            {
                throw Refusal.BadRequest($"{alone.Type} can't be mixed with other media types");
            }
        }
    }
}
