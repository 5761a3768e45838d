using System.Text.RegularExpressions;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>What the server does to every text: control characters go, the ends are trimmed, and commands, links and mentions are found.</summary>
internal static partial class TextCleaning
{
    private static readonly (string Type, Regex Pattern)[] Found =
    [
        ("url", Address()), ("email", Email()), ("mention", Mention()), ("bot_command", Command()), ("hashtag", Hashtag()),
    ];

    public static FormattedText Clean(string raw, IReadOnlyList<MessageEntity> given)
    {
        // The same length before and after, so that offsets stay; a carriage return becomes a space like other control characters.
        var text = string.Create(raw.Length, raw, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = source[i] is '\n' || source[i] >= ' ' ? source[i] : ' ';
            }
        });
        var start = text.Length - text.TrimStart().Length;
        var trimmed = text.Trim();
        var entities = given.Select(entity => Shift(entity, start, trimmed.Length)).OfType<MessageEntity>().ToList();
        entities.RemoveAll(inner => entities.Exists(outer => IsCode(outer) && !ReferenceEquals(inner, outer) && Covers(outer, inner)));
        AddFound(trimmed, entities);
        return new FormattedText(trimmed, [.. entities.OrderBy(entity => entity.Offset).ThenByDescending(entity => entity.Length)]);
    }

    private static void AddFound(string text, List<MessageEntity> entities)
    {
        var taken = entities.Where(entity => IsCode(entity) || entity.Type is "text_link" or "text_mention").ToList();
        foreach (var (type, pattern) in Found)
        {
            foreach (Match match in pattern.Matches(text))
            {
                var entity = new MessageEntity(type, match.Index, match.Length);
                if (!taken.Exists(other => Overlap(other, entity)))
                {
                    taken.Add(entity);
                    entities.Add(entity);
                }
            }
        }
    }

    private static MessageEntity? Shift(MessageEntity entity, int start, int length)
    {
        var from = Math.Max(0, entity.Offset - start);
        var to = Math.Min(length, entity.Offset + entity.Length - start);
        return to > from ? entity with { Offset = from, Length = to - from } : null;
    }

    private static bool IsCode(MessageEntity entity) => entity.Type is "code" or "pre";

    private static bool Covers(MessageEntity outer, MessageEntity inner) =>
        outer.Offset <= inner.Offset && inner.Offset + inner.Length <= outer.Offset + outer.Length;

    private static bool Overlap(MessageEntity left, MessageEntity right) =>
        left.Offset < right.Offset + right.Length && right.Offset < left.Offset + left.Length;

    [GeneratedRegex(@"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<!\w)#\w{1,256}(?!\w)")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?!\w)")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?:(?:https?|tg)://|(?<![\w@./])(?:t\.me|telegram\.me)/)[^\s<>""]*[^\s<>"".,;:!?)\]}']", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
