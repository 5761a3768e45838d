using System.Security.Cryptography;

namespace Marketplace.Tron.Payments.Keys.Vault;

/// <summary>Bytes that nobody may see: pinned, so that the garbage collector leaves no copy of them behind, and zeroed at the end.</summary>
internal sealed class SecretBytes(int length) : IDisposable
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(length, pinned: true);

    public Span<byte> Span => bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);

    public override string ToString() => $"{bytes.Length} secret bytes";
}
