using System.Reflection;
using System.Text.Json;

namespace Marketplace.Frontends.Texts;

/// <summary>
/// All texts, from the files <c>Texts/{language}.json</c> beside each module's screens: a flat object of key and template, where a list of strings is
/// their lines.
/// </summary>
internal sealed class TextCatalogue
{
    private readonly Dictionary<(string Language, string Key), Template> templates = [];

    public TextCatalogue(IEnumerable<ChatContributor> contributors)
    {
        foreach (var assembly in contributors.Select(contributor => contributor.Assembly).Distinct())
        {
            foreach (var language in Language.All)
            {
                Load(assembly, language);
            }
        }
    }

    public IEnumerable<(string Language, string Key)> Keys => templates.Keys;

    public bool Has(string key) => templates.ContainsKey((Language.Fallback.Code, key));

    public Template Find(Language language, string key) =>
        templates.GetValueOrDefault((language.Code, key))
        ?? templates.GetValueOrDefault((Language.Fallback.Code, key))
        ?? throw new KeyNotFoundException($"There is no text \"{key}\".");

    private void Load(Assembly assembly, Language language)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith($".Texts.{language.Code}.json", StringComparison.Ordinal)))
        {
            using var file = JsonDocument.Parse(assembly.GetManifestResourceStream(name)!);
            foreach (var property in file.RootElement.EnumerateObject())
            {
                var source = property.Value.ValueKind == JsonValueKind.Array
                    ? string.Join('\n', property.Value.EnumerateArray().Select(line => line.GetString()))
                    : property.Value.GetString()!;
                if (!templates.TryAdd((language.Code, property.Name), Template.Parse(source)))
                {
                    throw new FormatException($"The text \"{property.Name}\" is in {name} and in another file.");
                }
            }
        }
    }
}
