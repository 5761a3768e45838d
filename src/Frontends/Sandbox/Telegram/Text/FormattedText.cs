using System.Text;
using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>A text without markup and the entities that lay over it; offsets and lengths are UTF-16 code units.</summary>
internal sealed record FormattedText(string Text, IReadOnlyList<MessageEntity> Entities)
{
    /// <summary>The server's limit on the raw argument, in bytes of UTF-8.</summary>
    private const int RawLimit = 32_768;

    public IReadOnlyList<MessageEntity>? EntitiesOrNull => Entities.Count == 0 ? null : Entities;

    public static FormattedText Parse(string raw, string? parseMode, JsonElement? explicitEntities)
    {
        if (Encoding.UTF8.GetByteCount(raw) > RawLimit)
        {
            throw Refusal.BadRequest("text is too long");
        }

        var parsed = (parseMode ?? "").ToUpperInvariant() switch
        {
            "" or "NONE" => new FormattedText(raw, ExplicitEntities.Read(explicitEntities, raw)),
            "HTML" => HtmlMarkup.Parse(raw),
            "MARKDOWNV2" => MarkdownMarkup.Parse(raw),
            "MARKDOWN" => LegacyMarkdown.Parse(raw),
            _ => throw Refusal.BadRequest("unsupported parse_mode"),
        };
        return TextCleaning.Clean(parsed.Text, parsed.Entities);
    }

    /// <summary>What a person typed: no markup, only what the server finds by itself.</summary>
    public static FormattedText Typed(string text) => TextCleaning.Clean(text, []);

    public FormattedText RequireLength(int atMost, string tooLong)
    {
        // td counts code points (utf8_length), not UTF-16 units.
        if (Text.EnumerateRunes().Count() > atMost)
        {
            throw Refusal.BadRequest(tooLong);
        }

        return this;
    }
}
