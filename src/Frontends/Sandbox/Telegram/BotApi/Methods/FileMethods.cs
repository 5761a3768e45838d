namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class GetFile : IBotApiMethod
{
    /// <summary>https://core.telegram.org/bots/api#getfile.</summary>
    private const int DownloadLimit = 20 * 1024 * 1024;

    public string Name => "getFile";

    public IReadOnlyList<string> Parameters => ["file_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var id = call.Arguments.TextOrEmpty("file_id");
        var file = world.Files.Find(id) ?? throw Refusal.BadRequest(id.Length == 0 ? "file_id not specified" : "invalid file_id");
        return file.Size > DownloadLimit
            ? throw Refusal.BadRequest("file is too big")
            : new Answer(new { file_id = file.FileId, file_unique_id = file.FileUniqueId, file_size = file.Size, file_path = file.Path });
    }));
}

/// <summary>Nobody of the sandbox has a picture.</summary>
internal sealed class GetUserProfilePhotos : IBotApiMethod
{
    public string Name => "getUserProfilePhotos";

    public IReadOnlyList<string> Parameters => ["user_id", "offset", "limit"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var id = call.Arguments.UserId();
        return world.FindPerson(id) is null && !world.Bots.ContainsKey(id)
            ? throw Refusal.BadRequest("user not found")
            : new Answer(new { total_count = 0, photos = Array.Empty<object>() });
    }));
}
