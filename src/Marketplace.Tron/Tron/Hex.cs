using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Tron;

/// <summary>Hexadecimal without exceptions for text that comes from outside.</summary>
internal static class Hex
{
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

    internal static bool IsHash([NotNullWhen(true)] string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
}
