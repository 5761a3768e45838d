using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Frontends.Sandbox.Telegram.Actions;

/// <summary>A link to a bot: <c>https://t.me/name?start=payload</c>, <c>t.me/name</c> or <c>tg://resolve?domain=name&amp;start=payload</c>.</summary>
internal sealed partial record DeepLink(string BotName, string? Payload)
{
    public static DeepLink? Parse(string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(full.Trim(), UriKind.Absolute, out var url))
        {
            return null;
        }

        var query = QueryHelpers.ParseQuery(url.Query);
        string? start = query.TryGetValue("start", out var value) ? value.ToString() : null;
        if (url.Scheme == "tg" && url.Host == "resolve" && query.TryGetValue("domain", out var domain))
        {
            return new DeepLink(domain.ToString(), start);
        }

        var name = url.AbsolutePath.Trim('/');
        return url.Host.ToLowerInvariant() is "t.me" or "telegram.me" && Name().IsMatch(name) ? new DeepLink(name, start) : null;
    }

    /// <summary>At most 64 characters of <c>[A-Za-z0-9_-]</c>: https://core.telegram.org/bots/features#deep-linking.</summary>
    public static bool IsPayload(string text) => Payloads().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9_]{3,32}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Payloads();
}
