using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>Where the pages for operators and monitoring are served.</summary>
/// <param name="Url">The address to listen at.</param>
/// <param name="ExposeLedger">True to serve the books as JSON, for the sandbox's page; on the loopback only.</param>
/// <param name="Names">Names with a dot that it answers to, beside addresses and names without one.</param>
internal sealed record HttpSettings(Uri Url, bool ExposeLedger, IReadOnlyList<string> Names)
{
    public static HttpSettings Read(IConfiguration configuration)
    {
        var text = configuration["Http:Url"];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "http" || url.PathAndQuery != "/")
        {
            throw Refused($"Http__Url '{text}' is not an address to listen at; for example: http://127.0.0.1:5080");
        }

        var exposeText = configuration["Http:ExposeLedger"];
        var expose = false;
        if (!string.IsNullOrEmpty(exposeText) && !bool.TryParse(exposeText, out expose))
        {
            throw Refused($"Http__ExposeLedger '{exposeText}' is neither true nor false.");
        }

        if (expose && !url.IsLoopback)
        {
            throw Refused("Http__ExposeLedger shows everybody's balances, so Http__Url must be a loopback address with it.");
        }

        var names = new List<string>(configuration.GetSection("Http:Names").Get<string[]>() ?? []) { url.Host };
        if (Uri.TryCreate(configuration["Chat:PublicUrl"], UriKind.Absolute, out var published))
        {
            names.Add(published.Host);
        }

        return new HttpSettings(url, expose, names);
    }

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
