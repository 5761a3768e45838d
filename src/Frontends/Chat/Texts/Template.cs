using System.Text;

namespace Marketplace.Frontends.Texts;

/// <summary>
/// A text with holes, in a small part of ICU's message syntax: <c>{name}</c>, <c>{name, money}</c>, <c>{name, number}</c>, <c>{name, percent}</c>, <c>{name, date}</c>, <c>{name, day}</c>,
/// <c>{count, plural, one {# day} other {# days}}</c>, <c>{state, select, Paused {paused} other {…}}</c>; <c>**bold**</c> and <c>`code`</c>. No
/// text has a brace of its own. Markup is read here, before any value is put in, so that what a person typed can never become markup.
/// Our own because no message format library is served by the registry that this project builds from.
/// </summary>
internal sealed class Template
{
    private Template(IReadOnlyList<Node> nodes) => Nodes = nodes;

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The names of its holes with their formats, for the comparison of languages.</summary>
    public IEnumerable<string> Holes => HolesOf(Nodes).Distinct().Order(StringComparer.Ordinal);

    public static Template Parse(string source)
    {
        var parser = new Parser(source);
        var nodes = parser.Sequence(nested: false, TextStyle.Plain);
        return new Template(nodes);
    }

    private static IEnumerable<string> HolesOf(IEnumerable<Node> nodes) => nodes.SelectMany(node => node switch
    {
        Hole hole => [$"{hole.Name}:{hole.Format}"],
        Choice choice => choice.Branches.Values.SelectMany(HolesOf).Prepend($"{choice.Name}:{(choice.Plural ? "plural" : "select")}"),
        _ => Enumerable.Empty<string>(),
    });

    internal abstract record Node(TextStyle Style);

    internal sealed record Literal(string Text, TextStyle Style) : Node(Style);

    internal sealed record Hole(string Name, string Format, TextStyle Style) : Node(Style);

    internal sealed record Choice(string Name, bool Plural, IReadOnlyDictionary<string, IReadOnlyList<Node>> Branches, TextStyle Style) : Node(Style);

    private sealed class Parser(string source)
    {
        private int at;
        private string? counted;

        public List<Node> Sequence(bool nested, TextStyle style)
        {
            var outer = style;
            var nodes = new List<Node>();
            var literal = new StringBuilder();
            void Flush()
            {
                if (literal.Length > 0)
                {
                    nodes.Add(new Literal(literal.ToString(), style));
                    literal.Clear();
                }
            }

            while (at < source.Length)
            {
                if (Next("**"))
                {
                    Flush();
                    style = style == TextStyle.Bold ? TextStyle.Plain : TextStyle.Bold;
                }
                else if (Next("`"))
                {
                    Flush();
                    style = style == TextStyle.Code ? TextStyle.Plain : TextStyle.Code;
                }
                else if (counted is not null && Next("#"))
                {
                    Flush();
                    nodes.Add(new Hole(counted, "number", style));
                }
                else if (source[at] == '{')
                {
                    Flush();
                    nodes.Add(Braced(style));
                }
                else if (nested && source[at] == '}')
                {
                    break;
                }
                else
                {
                    literal.Append(source[at++]);
                }
            }

            Flush();
            return style == outer ? nodes : throw Wrong("unclosed ** or `");
        }

        private Node Braced(TextStyle style)
        {
            at++;
            var name = Word();
            if (Next("}"))
            {
                return new Hole(name, "text", style);
            }

            Expect(",");
            var format = Word();
            if (format is not ("plural" or "select"))
            {
                Expect("}");
                return new Hole(name, format, style);
            }

            Expect(",");
            var branches = Branches(name, format == "plural", style);
            return branches.ContainsKey("other") ? new Choice(name, format == "plural", branches, style) : throw Wrong("a choice without 'other'");
        }

        private Dictionary<string, IReadOnlyList<Node>> Branches(string name, bool plural, TextStyle style)
        {
            var branches = new Dictionary<string, IReadOnlyList<Node>>();
            var outer = counted;
            counted = plural ? name : counted;
            for (Blank(); !Next("}"); Blank())
            {
                var label = Word();
                Expect("{");
                branches.Add(label, Sequence(nested: true, style));
                Expect("}");
            }

            counted = outer;
            return branches;
        }

        private string Word()
        {
            Blank();
            var start = at;
            while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] is '_' or '='))
            {
                at++;
            }

            var word = source[start..at];
            Blank();
            return word.Length > 0 ? word : throw Wrong("a name is missing");
        }

        private void Blank()
        {
            while (at < source.Length && char.IsWhiteSpace(source[at]))
            {
                at++;
            }
        }

        private bool Next(string token)
        {
            var found = source.AsSpan(at).StartsWith(token, StringComparison.Ordinal);
            at += found ? token.Length : 0;
            return found;
        }

        private void Expect(string token)
        {
            if (!Next(token))
            {
                throw Wrong($"'{token}' is missing");
            }
        }

        private FormatException Wrong(string what) => new($"{what} at character {at} of \"{source}\".");
    }
}
