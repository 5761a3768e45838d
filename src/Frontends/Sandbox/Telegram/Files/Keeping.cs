using System.Security.Cryptography;
using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Microsoft.AspNetCore.StaticFiles;

namespace Marketplace.Frontends.Sandbox.Telegram.Files;

/// <summary>Gives a file its ids and its path. The same content sent again as the same kind is the same file.</summary>
internal static class Keeping
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>What was uploaded; refused where it is empty, too large, or no picture where one is wanted.</summary>
    public static StoredFile Uploaded(TelegramWorld world, FileKind kind, byte[] content, string? name, string? mimeType)
    {
        if (content.Length == 0)
        {
            throw Refusal.BadRequest("file must be non-empty");
        }

        if (content.Length > kind.Limit)
        {
            throw new Refusal(413, "Request Entity Too Large");
        }

        var picture = kind == FileKind.Photo ? Picture.Read(content) ?? throw Refusal.BadRequest("IMAGE_PROCESS_FAILED") : null;
        var hash = Convert.ToHexString(SHA256.HashData(content));
        return Put(world, kind, "file" + hash, name, new StoredFile("", "", kind.Field, "", content.Length)
        {
            Name = name,
            MimeType = picture?.MediaType ?? MimeTypeOf(kind, name, mimeType),
            Width = picture?.Width ?? 0,
            Height = picture?.Height ?? 0,
            Content = Convert.ToBase64String(content),
        });
    }

    /// <summary>What was named by an address: the real service downloads it, the sandbox reaches no network and keeps the name alone.</summary>
    public static StoredFile Named(TelegramWorld world, FileKind kind, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !url.Host.Contains('.', StringComparison.Ordinal) && !url.IsLoopback)
        {
            throw Refusal.BadRequest("invalid file HTTP URL specified: Wrong HTTP URL");
        }

        var name = url.Segments[^1].Trim('/') is { Length: > 0 } last ? Uri.UnescapeDataString(last) : null;
        return Put(world, kind, "url" + address, name, new StoredFile("", "", kind.Field, "", address.Length)
        {
            Name = name,
            MimeType = MimeTypeOf(kind, name, null),
            Width = kind == FileKind.Photo ? 800 : 0,
            Height = kind == FileKind.Photo ? 600 : 0,
        });
    }

    private static StoredFile Put(TelegramWorld world, FileKind kind, string identity, string? name, StoredFile file) => world.Do(_ =>
    {
        var id = kind.Prefix + Base64Url(identity + name)[..40];
        if (world.Files.Find(id) is { } known)
        {
            return known;
        }

        var extension = System.IO.Path.GetExtension(name) is { Length: > 1 } own ? own[1..] : kind.Extension;
        var path = $"{kind.Folder}/file_{world.Next("file")}.{extension}";
        return world.Files.Put(file with { FileId = id, FileUniqueId = kind.Prefix[..3] + "D" + Base64Url(identity)[..12], Path = path });
    });

    private static string MimeTypeOf(FileKind kind, string? name, string? told) =>
        told is { Length: > 0 } and not "application/octet-stream" ? told
        : name is not null && ContentTypes.TryGetContentType(name, out var known) ? known
        : kind.MimeType;

    private static string Base64Url(string content) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).Replace('+', '-').Replace('/', '_');
}
