using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Tron;

/// <summary>Hexadecimal without exceptions for text that comes from outside.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    internal static bool TryDecode([NotNullWhen(true)] string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is null || text.Length % 2 != 0)
        {
            return false;
        }

        var decoded = new byte[text.Length / 2];
        if (Convert.FromHexString(text, decoded, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }

    /// <summary>Decodes exactly as many bytes as the destination has.</summary>
    internal static bool TryDecode(string? text, Span<byte> destination) =>
        text is not null && text.Length == 2 * destination.Length && Convert.FromHexString(text, destination, out _, out _) == OperationStatus.Done;

    internal static bool IsHash([NotNullWhen(true)] string? text) => text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept(Digits);
}
