using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Texts;

/// <summary>Says the texts of one language.</summary>
internal sealed class Speaker(TextCatalogue catalogue, Language language)
{
    private const int LongestLabel = 60;

    public Language Language => language;

    public Speaker In(Language other) => new(catalogue, other);

    public RichText Say(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var arguments = new Dictionary<string, object>(values.Length);
        foreach (var (name, value) in values)
        {
            arguments[name] = value;
        }

        return Say(key, arguments);
    }

    public RichText Say(string key, IReadOnlyDictionary<string, object> arguments)
    {
        var spans = new List<TextSpan>();
        Render(catalogue.Find(language, key).Nodes, arguments, spans);
        return new RichText(spans);
    }

    /// <summary>An expected failure in words that say what to do next.</summary>
    public RichText Explain(Error error) => Say(
        $"error.{error.Code}",
        error.Arguments.ToDictionary(argument => argument.Key, argument => (object)argument.Value));

    /// <summary>True where somebody asks for all there is, in a word of this language or of the fallback.</summary>
    public bool MeansAll(string text) => new[] { language, Language.Fallback }
        .SelectMany(spoken => new Speaker(catalogue, spoken).Label("amount.all_words").Split(' '))
        .Contains(text.Trim().TrimEnd('.', '!'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Without styles, for a button.</summary>
    public string Label(string key, params ReadOnlySpan<(string Name, object Value)> values) =>
        UserText.Cut(string.Concat(Say(key, values).Spans.Select(span => span.Text)), LongestLabel);

    private void Render(IEnumerable<Template.Node> nodes, IReadOnlyDictionary<string, object> arguments, List<TextSpan> spans)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case Template.Literal literal:
                    Append(spans, literal.Text, literal.Style);
                    break;
                case Template.Hole hole when arguments.GetValueOrDefault(hole.Name) is LinkText { Url: { } url } link:
                    spans.Add(new TextSpan(UserText.Clean(link.Text), hole.Style) { Url = url });
                    break;
                case Template.Hole hole:
                    Append(spans, Format(hole, arguments.GetValueOrDefault(hole.Name)), hole.Style);
                    break;
                case Template.Choice choice:
                    Render(Branch(choice, arguments.GetValueOrDefault(choice.Name)), arguments, spans);
                    break;
            }
        }
    }

    private IReadOnlyList<Template.Node> Branch(Template.Choice choice, object? value)
    {
        var label = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        if (choice.Plural && choice.Branches.TryGetValue($"={label}", out var exact))
        {
            return exact;
        }

        var category = choice.Plural ? language.IsOne(Whole(value)) ? "one" : "other" : label;
        return choice.Branches.GetValueOrDefault(category) ?? choice.Branches["other"];
    }

    private string Format(Template.Hole hole, object? value) => hole.Format switch
    {
        "money" => Coins.From(value) is { } coins ? language.Money(coins) : language.Money(value is Sun sun ? sun : new Sun(Whole(value))),
        "percent" => value is Rate rate ? language.Percent(rate) : string.Empty,
        "number" => language.Number(Whole(value)),
        "date" => Instant(value) is { } at ? at.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", language.Culture) : string.Empty,
        "day" => value is DateOnly day ? language.Day(day) : string.Empty,
        // What is meant for copying must hold exactly what it shows: no isolates inside.
        _ when hole.Style == TextStyle.Code => UserText.Clean(Text(value)),
        _ => UserText.Isolate(Text(value)),
    };

    /// <summary>A notification was kept as words between the event and its sending.</summary>
    private static DateTimeOffset? Instant(object? value) => value switch
    {
        DateTimeOffset at => at,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        _ => null,
    };

    private static string Text(object? value) => value is LinkText link ? link.Text : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static long Whole(object? value) => value switch
    {
        Sun sun => sun.Value,
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0,
        null => 0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static void Append(List<TextSpan> spans, string text, TextStyle style)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (spans is [.., var last] && last.Style == style && last.Url is null)
        {
            spans[^1] = last with { Text = last.Text + text };
        }
        else
        {
            spans.Add(new TextSpan(text, style));
        }
    }
}
