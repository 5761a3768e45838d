namespace Marketplace.Frontends.Sandbox.Telegram.Text;

/// <summary>Which addresses a link or a url button may have.</summary>
internal static class Links
{
    /// <summary>The address in its full form, or null where the server would not make it a link.</summary>
    public static string? Checked(string text) => Refused(text) is null ? Full(text) : null;

    /// <summary>The reason for which the server refuses an address, or null.</summary>
    public static string? Refused(string text)
    {
        if (text.Trim().Length == 0)
        {
            return "URL host is empty";
        }

        if (!Uri.TryCreate(Full(text), UriKind.Absolute, out var url))
        {
            return "Wrong HTTP URL";
        }

        return url.Scheme switch
        {
            "http" or "https" => url.Host.Contains('.', StringComparison.Ordinal) || url.IsLoopback ? null : "Wrong HTTP URL",
            "tg" or "ton" or "tonsite" => null,
            _ => "Unsupported URL protocol",
        };
    }

    private static string Full(string text)
    {
        var trimmed = text.Trim();
        var full = trimmed.Contains("://", StringComparison.Ordinal) ? trimmed : "http://" + trimmed;
        // The server writes a bare host with its slash: http://example.com becomes http://example.com/.
        return full.StartsWith("http", StringComparison.OrdinalIgnoreCase) && full.IndexOfAny(['/', '?', '#'], full.IndexOf("://", StringComparison.Ordinal) + 3) < 0 ? full + "/" : full;
    }
}
