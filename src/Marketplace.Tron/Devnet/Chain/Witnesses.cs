using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Devnet;

/// <summary>The 27 representatives that take turns, and the other well-known keys of a local chain. They guard nothing: anybody can derive them.</summary>
internal sealed class Witnesses : IDisposable
{
    internal const int Count = 27;
    internal const int BlockVersion = 34;

    private readonly TronKey[] keys = [.. Enumerable.Range(0, Count).Select(index => WellKnownKey($"witness {index}"))];

    internal TronKey this[int index] => keys[index % Count];

    internal static TronKey WellKnownKey(string purpose) =>
        TronKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"Marketplace.Tron.Devnet {purpose}"))).Value;

    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }
}
