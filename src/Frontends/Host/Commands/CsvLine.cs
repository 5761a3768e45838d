namespace Marketplace.Host.Commands;

/// <summary>
/// A line of RFC 4180, without its end. A text that a spreadsheet would take for a formula gets an apostrophe in front (owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers.
/// </summary>
internal static class CsvLine
{
    private static readonly char[] Quoted = [',', '"', '\r', '\n'];
    private static readonly char[] Formula = ['=', '+', '-', '@', '\t', '\r'];

    public static string Of(params ReadOnlySpan<string> fields) => string.Join(',', fields.ToArray().Select(Quote));

    public static string Text(string text) => text.Length > 0 && Formula.Contains(text[0]) ? $"'{text}" : text;

    private static string Quote(string field) =>
        field.IndexOfAny(Quoted) < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
