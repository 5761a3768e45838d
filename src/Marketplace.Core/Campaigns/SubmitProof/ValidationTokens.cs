using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Campaigns;

/// <summary>The secret of a validation link: 128 random bits, of which only a hash is kept.</summary>
internal static class ValidationTokens
{
    private const int Bytes = 16;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
