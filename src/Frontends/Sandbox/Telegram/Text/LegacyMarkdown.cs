using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>parse_mode Markdown, kept for old bots: https://core.telegram.org/bots/api#markdown-style. Nothing nests; refusals are those of td.</summary>
internal static class LegacyMarkdown
{
    private const string Signs = "_*`[";

    public static FormattedText Parse(string raw)
    {
        var (plain, entities) = (new StringBuilder(), new List<MessageEntity>());
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '\\' && at + 1 < raw.Length && Signs.Contains(raw[at + 1], StringComparison.Ordinal))
            {
                plain.Append(raw[++at]);
            }
            else if (!Signs.Contains(raw[at], StringComparison.Ordinal))
            {
                plain.Append(raw[at]);
            }
            else
            {
                at = Entity(raw, at, plain, entities);
            }
        }

        return new FormattedText(plain.ToString(), entities);
    }

    /// <returns>Where its last character is.</returns>
    private static int Entity(string raw, int begin, StringBuilder plain, List<MessageEntity> entities)
    {
        var sign = raw[begin];
        var fence = sign == '`' && raw.AsSpan(begin).StartsWith("```");
        var closing = fence ? "```" : sign == '[' ? "]" : sign.ToString();
        var from = begin + closing.Length;
        string? language = null;
        if (fence)
        {
            (language, from) = Fences.Language(raw, from);
        }

        var end = raw.IndexOf(closing, from, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Refusal.BadRequest($"can't parse entities: Can't find end of the entity starting at byte offset {Encoding.UTF8.GetByteCount(raw.AsSpan(0, begin))}");
        }

        var span = new MessageEntity(sign switch { '_' => "italic", '*' => "bold", '`' => fence ? "pre" : "code", _ => "text_link" }, plain.Length, end - from) { Language = language };
        plain.Append(raw, from, end - from);
        var last = end + closing.Length - 1;
        if (sign == '[')
        {
            var close = last + 1 < raw.Length && raw[last + 1] == '(' ? raw.IndexOf(')', last + 1) : -1;
            var url = close < 0 ? null : raw[(last + 2)..close];
            last = close < 0 ? last : close;
            if (url is null || Links.Checked(url) is not { } checkedUrl)
            {
                return last;
            }

            span = span with { Url = checkedUrl };
        }

        if (span.Length > 0)
        {
            entities.Add(span);
        }

        return last;
    }
}

/// <summary>What stands after three backticks.</summary>
internal static class Fences
{
    /// <summary>The language, where a line of its own names one, and where the code begins.</summary>
    public static (string? Language, int From) Language(string raw, int at)
    {
        var end = at;
        while (end < raw.Length && !char.IsWhiteSpace(raw[end]) && raw[end] != '`')
        {
            end++;
        }

        if (end > at && end < raw.Length && raw[end] is '\n')
        {
            return (raw[at..end], end + 1);
        }

        return (null, at < raw.Length && raw[at] == '\n' ? at + 1 : at);
    }
}
