using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Frontends.Sandbox.Telegram.Files;

/// <summary>The three ways to send a file (https://core.telegram.org/bots/api#sending-files): an upload, an address, the id of one that is there.</summary>
internal static class Uploads
{
    private const string Attached = "attach://";

    /// <summary>The file argument of a call.</summary>
    public static async Task<StoredFile> ReadAsync(BotCall call, FileKind kind)
    {
        var named = call.Arguments.TextOrEmpty(kind.Field);
        return await FindAsync(call, kind, named, part: kind.Field).ConfigureAwait(false)
            ?? throw Refusal.BadRequest($"there is no {kind.Words} in the request");
    }

    /// <summary>The file that an InputMedia names, or null where it names none.</summary>
    public static Task<StoredFile?> FindAsync(BotCall call, FileKind kind, string named) => FindAsync(call, kind, named, part: null);

    private static async Task<StoredFile?> FindAsync(BotCall call, FileKind kind, string named, string? part)
    {
        var attached = named.StartsWith(Attached, StringComparison.Ordinal) ? named[Attached.Length..] : part;
        if (attached is not null && call.Arguments.Files?.GetFile(attached) is { } file)
        {
            var bytes = await BytesAsync(file, call.Aborted).ConfigureAwait(false);
            return Keeping.Uploaded(call.World, kind, bytes, file.FileName, file.ContentType);
        }

        if (named.Length == 0 || named.StartsWith(Attached, StringComparison.Ordinal))
        {
            return null;
        }

        if (named.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || named.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Keeping.Named(call.World, kind, named);
        }

        var known = call.World.Look(world => world.Files.Find(named)) ?? throw Refusal.BadRequest("wrong remote file identifier specified: Wrong string length");
        return known.Kind == kind.Field ? known : throw Refusal.BadRequest($"can't use file of type {FileKind.Named(known.Kind)!.Type} as {kind.Type}");
    }

    private static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken aborted)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, aborted).ConfigureAwait(false);
        return bytes.ToArray();
    }
}
