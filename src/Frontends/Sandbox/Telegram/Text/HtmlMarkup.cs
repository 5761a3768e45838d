using System.Buffers;
using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>
/// parse_mode HTML, by the rules of https://core.telegram.org/bots/api#html-style and with the refusals of td's MessageEntity.cpp. Offsets in refusals are
/// bytes of UTF-8, offsets of entities are UTF-16 units. Only &amp;lt; &amp;gt; &amp;amp; &amp;quot; and numeric references are decoded.
/// </summary>
internal sealed class HtmlMarkup
{
    private readonly byte[] _bytes;
    private readonly ArrayBufferWriter<byte> _plain = new();
    private readonly List<MessageEntity> _entities = [];
    private readonly Stack<OpenTag> _open = [];
    private int _at;
    private int _utf16;

    private HtmlMarkup(string raw) => _bytes = Encoding.UTF8.GetBytes(raw);

    public static FormattedText Parse(string raw)
    {
        var markup = new HtmlMarkup(raw);
        markup.Run();
        return new FormattedText(markup.PlainText, markup._entities);
    }

    private string PlainText => Encoding.UTF8.GetString(_plain.WrittenSpan);

    private byte Current => _at < _bytes.Length ? _bytes[_at] : (byte)0;

    private void Run()
    {
        while (_at < _bytes.Length)
        {
            if (Current == '&' && DecodeReference() is { } rune)
            {
                Append(rune);
            }
            else if (Current != '<')
            {
                AppendByte(_bytes[_at++]);
            }
            else if (_at + 1 < _bytes.Length && _bytes[_at + 1] == '/')
            {
                EndTag();
            }
            else
            {
                StartTag();
            }
        }

        if (_open.TryPeek(out var left))
        {
            throw Refused($"Can't find end tag corresponding to start tag \"{left.Name}\"");
        }
    }

    private void StartTag()
    {
        var begin = _at++;
        var name = TakeWhile(c => !IsSpace(c) && c != '>').ToLowerInvariant();
        if (Current == 0)
        {
            throw Refused($"Unclosed start tag at byte offset {begin}");
        }

        if (!HtmlTags.Entities.ContainsKey(name))
        {
            throw Refused($"Unsupported start tag \"{name}\" at byte offset {begin}");
        }

        string? argument = null;
        string? format = null;
        while (Current != '>')
        {
            SkipSpaces();
            if (Current == '>')
            {
                break;
            }

            var (attribute, value) = Attribute(name, begin);
            argument = HtmlTags.Argument(name, attribute, value) ?? argument;
            format = (name, attribute) is ("tg-time", "format") ? value : format;
        }

        _at++;
        if (name == "span" && argument != "spoiler")
        {
            throw Refused($"Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}");
        }

        _open.Push(new OpenTag(name, argument, _utf16, _plain.WrittenCount) { Format = format });
    }

    private (string Name, string Value) Attribute(string tag, int begin)
    {
        var name = TakeWhile(c => !IsSpace(c) && c is not ((byte)'=' or (byte)'>'));
        if (name.Length == 0)
        {
            throw Refused($"Empty attribute name in the tag \"{tag}\" at byte offset {begin}");
        }

        SkipSpaces();
        if (tag == "blockquote" && name == "expandable" && Current != '=')
        {
            return (name, "");
        }

        if (Current != '=')
        {
            throw Refused($"Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {begin}");
        }

        _at++;
        SkipSpaces();
        var value = Current is (byte)'"' or (byte)'\'' ? Quoted() : NameToken();
        if (Current == 0)
        {
            throw Refused($"Unclosed start tag at byte offset {begin}");
        }

        return (name, value);
    }

    private string NameToken()
    {
        var begin = _at;
        var token = TakeWhile(c => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'.' or (byte)'-').ToLowerInvariant();
        return Current == 0 || IsSpace(Current) || Current == '>' ? token : throw Refused($"Unexpected end of name token at byte offset {begin}");
    }

    private string Quoted()
    {
        var quote = _bytes[_at++];
        var value = new MemoryStream();
        while (Current != quote && _at < _bytes.Length)
        {
            if (Current == '&' && DecodeReference() is { } rune)
            {
                value.Write(Encoding.UTF8.GetBytes(rune.ToString()));
            }
            else
            {
                value.WriteByte(_bytes[_at++]);
            }
        }

        if (Current == quote)
        {
            _at++;
        }

        return Encoding.UTF8.GetString(value.ToArray());
    }

    private void EndTag()
    {
        var begin = _at;
        if (!_open.TryPeek(out var open))
        {
            throw Refused($"Unexpected end tag at byte offset {begin}");
        }

        _at += 2;
        var name = TakeWhile(c => !IsSpace(c) && c != '>').ToLowerInvariant();
        SkipSpaces();
        if (Current != '>')
        {
            throw Refused($"Unclosed end tag at byte offset {begin}");
        }

        _at++;
        if (name.Length > 0 && name != open.Name)
        {
            throw Refused($"Unmatched end tag at byte offset {begin}, expected \"</{open.Name}>\", found \"</{name}>\"");
        }

        _open.Pop();
        if (_utf16 > open.Utf16Offset)
        {
            Close(open);
        }
    }

    private void Close(OpenTag open)
    {
        var entity = new MessageEntity(HtmlTags.Entities[open.Name], open.Utf16Offset, _utf16 - open.Utf16Offset);
        var inner = Encoding.UTF8.GetString(_plain.WrittenSpan[open.ByteOffset..]);
        switch (open.Name)
        {
            case "a":
                // A link that is none is not refused: the server shows its text alone.
                if (Links.Checked(open.Argument is { Length: > 0 } href ? href : inner) is { } url)
                {
                    _entities.Add(entity with { Url = url });
                }

                break;
            case "pre" when _entities.LastOrDefault() is { Type: "code", Language: not null } code && code.Offset == entity.Offset && code.Length == entity.Length:
                _entities[^1] = entity with { Language = code.Language };
                break;
            case "code":
                _entities.Add(entity with { Language = open.Argument });
                break;
            case "tg-emoji":
                _entities.Add(entity with { CustomEmojiId = open.Argument ?? throw Refused("Invalid custom emoji identifier specified") });
                break;
            case "tg-time":
                _entities.Add(DateTimes.Entity(entity, open.Argument, open.Format) ?? throw Refused("Invalid Unix time specified"));
                break;
            case "blockquote" when open.Argument == "expandable":
                _entities.Add(entity with { Type = "expandable_blockquote" });
                break;
            default:
                _entities.Add(entity);
                break;
        }
    }

    private Rune? DecodeReference()
    {
        var end = Array.IndexOf(_bytes, (byte)';', _at, Math.Min(12, _bytes.Length - _at));
        if (end < 0)
        {
            return null;
        }

        var rune = References.Decode(Encoding.UTF8.GetString(_bytes, _at + 1, end - _at - 1));
        _at = rune is null ? _at : end + 1;
        return rune;
    }

    private void Append(Rune rune)
    {
        _plain.Write(Encoding.UTF8.GetBytes(rune.ToString()));
        _utf16 += rune.Utf16SequenceLength;
    }

    private void AppendByte(byte value)
    {
        _plain.Write([value]);
        // A lead byte counts one unit, or two where the character lies outside the basic plane; continuation bytes count nothing.
        if ((value & 0xC0) != 0x80)
        {
            _utf16 += value >= 0xF0 ? 2 : 1;
        }
    }

    private string TakeWhile(Func<byte, bool> wanted)
    {
        var begin = _at;
        while (_at < _bytes.Length && wanted(_bytes[_at]))
        {
            _at++;
        }

        return Encoding.UTF8.GetString(_bytes, begin, _at - begin);
    }

    private void SkipSpaces() => TakeWhile(IsSpace);

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 or 0x0B;

    private static Refusal Refused(string reason) => Refusal.BadRequest("can't parse entities: " + reason);

    private sealed record OpenTag(string Name, string? Argument, int Utf16Offset, int ByteOffset)
    {
        public string? Format { get; init; }
    }
}
