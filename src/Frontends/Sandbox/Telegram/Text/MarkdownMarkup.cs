using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>
/// parse_mode MarkdownV2, by https://core.telegram.org/bots/api#markdownv2-style and with the refusals of td's MessageEntity.cpp. Offsets in refusals are bytes of UTF-8.
/// </summary>
internal sealed class MarkdownMarkup
{
    private const string Reserved = "_*[]()~`>#+-=|{}.!";

    private readonly string _raw;
    private readonly StringBuilder _plain = new();
    private readonly List<MessageEntity> _entities = [];
    private readonly Stack<Open> _open = [];
    private int _at;

    private MarkdownMarkup(string raw) => _raw = raw;

    public static FormattedText Parse(string raw)
    {
        var markup = new MarkdownMarkup(raw);
        markup.Run();
        return new FormattedText(markup._plain.ToString(), [.. markup._entities.OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)]);
    }

    private char Sign => _at < _raw.Length ? _raw[_at] : '\0';

    private char Next => _at + 1 < _raw.Length ? _raw[_at + 1] : '\0';

    private bool AtLineStart => _plain.Length == 0 || _plain[^1] == '\n';

    private string Inner => _open.TryPeek(out var open) ? open.Type : "";

    private bool InCode => Inner is "Code" or "Pre";

    private bool InQuote => _open.Any(open => open.Type == "BlockQuote");

    private void Run()
    {
        while (_at < _raw.Length)
        {
            if (Sign == '\\' && Next is > '\0' and < '\x7F')
            {
                _plain.Append(Next);
                _at += 2;
            }
            else if (Sign == '\n' && InQuote && !InCode)
            {
                EndLineOfQuote();
            }
            else if (InCode ? Sign != '`' : !Reserved.Contains(Sign, StringComparison.Ordinal))
            {
                _plain.Append(_raw[_at++]);
            }
            else if (!TryEnd())
            {
                Begin();
            }
        }

        if (Inner == "BlockQuote")
        {
            Close("blockquote");
        }

        if (_open.TryPeek(out var left))
        {
            throw Refused($"Can't find end of {left.Type} entity at byte offset {left.ByteOffset}");
        }
    }

    private void EndLineOfQuote()
    {
        if (Next != '>')
        {
            if (Inner != "BlockQuote")
            {
                var left = _open.Peek();
                throw Refused($"Can't find end of {left.Type} entity at byte offset {left.ByteOffset}");
            }

            Close("blockquote");
            _plain.Append(_raw[_at++]);
            return;
        }

        _plain.Append('\n');
        _at += 2;
    }

    private bool TryEnd()
    {
        switch (Inner)
        {
            case "Bold" when Sign == '*':
                return End("bold", 1);
            case "Italic" when Sign == '_' && Next != '_':
                return End("italic", 1);
            case "Underline" when Sign == '_' && Next == '_':
                return End("underline", 2);
            case "Strikethrough" when Sign == '~':
                return End("strikethrough", 1);
            case "Spoiler" when Sign == '|' && Next == '|':
                return End("spoiler", 2);
            case "Code" when Sign == '`':
                return End("code", 1);
            case "Pre" when _raw.AsSpan(_at).StartsWith("```"):
                return End("pre", 3);
            case "Pre":
                _plain.Append(_raw[_at++]);
                return true;
            case "BlockQuote" when Sign == '|' && Next == '|' && (_at + 2 == _raw.Length || (_raw[_at + 2] == '\n' && !_raw.AsSpan(_at + 3).StartsWith(">"))):
                // Two bars at the end of a quotation make it one that unfolds.
                return End("expandable_blockquote", 2);
            case "TextUrl" when Sign == ']':
                EndLink();
                return true;
            case "CustomEmoji" when Sign == ']':
                EndEmoji();
                return true;
            default:
                return false;
        }
    }

    private void Begin()
    {
        if (AtLineStart && !InQuote && _raw.AsSpan(_at).StartsWith("**>"))
        {
            Push("BlockQuote", 3);
        }
        else if (AtLineStart && !InQuote && Sign == '>' && _open.Count == 0)
        {
            Push("BlockQuote", 1);
        }
        else if (_raw.AsSpan(_at).StartsWith("```"))
        {
            Push("Pre", 3);
            (var language, _at) = Fences.Language(_raw, _at);
            _open.Push(_open.Pop() with { Language = language });
        }
        else
        {
            var (type, length) = (Sign, Next) switch
            {
                ('_', '_') => ("Underline", 2),
                ('_', _) => ("Italic", 1),
                ('*', _) => ("Bold", 1),
                ('~', _) => ("Strikethrough", 1),
                ('|', '|') => ("Spoiler", 2),
                ('[', _) => ("TextUrl", 1),
                ('!', '[') => ("CustomEmoji", 2),
                ('`', _) => ("Code", 1),
                _ => throw Refused($"Character '{Sign}' is reserved and must be escaped with the preceding '\\'"),
            };
            Push(type, length);
        }
    }

    private void Push(string type, int length)
    {
        _open.Push(new Open(type, _plain.Length, Encoding.UTF8.GetByteCount(_raw.AsSpan(0, _at))));
        _at += length;
    }

    private bool End(string type, int length)
    {
        _at += length;
        Close(type);
        return true;
    }

    private void Close(string type, Func<MessageEntity, MessageEntity?>? finish = null)
    {
        var open = _open.Pop();
        if (_plain.Length > open.Offset)
        {
            var entity = new MessageEntity(type, open.Offset, _plain.Length - open.Offset) { Language = open.Language };
            if ((finish is null ? entity : finish(entity)) is { } finished)
            {
                _entities.Add(finished);
            }
        }
    }

    private void EndLink()
    {
        _at++;
        var url = Sign == '(' ? Address() : _plain.ToString(_open.Peek().Offset, _plain.Length - _open.Peek().Offset);
        // A link that is none is not refused: the server shows its text alone.
        Close("text_link", entity => Links.Checked(url) is { } full ? entity with { Url = full } : null);
    }

    private void EndEmoji()
    {
        _at++;
        var address = Sign == '(' ? Address() : throw Refused("Custom emoji entity must contain a tg://emoji URL");
        var query = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == "tg" ? QueryHelpers.ParseQuery(url.Query) : [];
        Close("custom_emoji", entity => url?.Host switch
        {
            "emoji" when query.TryGetValue("id", out var id) => entity with { CustomEmojiId = id.ToString() },
            "time" when DateTimes.Entity(entity, query.GetValueOrDefault("unix").ToString(), query.GetValueOrDefault("format").ToString()) is { } time => time,
            "time" => throw Refused("Invalid Unix time specified"),
            _ => throw Refused("Custom emoji entity must contain a tg://emoji URL"),
        });
    }

    private string Address()
    {
        var begin = _at++;
        var address = new StringBuilder();
        while (_at < _raw.Length && Sign != ')')
        {
            _at += Sign == '\\' && Next is > '\0' and < '\x7F' ? 1 : 0;
            address.Append(_raw[_at++]);
        }

        if (_at == _raw.Length)
        {
            throw Refused($"Can't find end of a URL at byte offset {Encoding.UTF8.GetByteCount(_raw.AsSpan(0, begin + 1))}");
        }

        _at++;
        return address.ToString();
    }

    private static Refusal Refused(string reason) => Refusal.BadRequest("can't parse entities: " + reason);

    private sealed record Open(string Type, int Offset, int ByteOffset)
    {
        public string? Language { get; init; }
    }
}
