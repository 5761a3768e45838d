namespace Marketplace.Tron;

/// <summary>
/// Who computes signatures and keys. The managed code (BouncyCastle) is complete. Where libsecp256k1 is there it is used instead, several times faster, once it has
/// given the same bytes in an examination at the first use: a package brings it for Windows, macOS and Linux (glibc and musl), on x64 and ARM; elsewhere the system's is tried. <c>MARKETPLACE_TRON_MANAGED_ONLY=1</c>, or the
/// <see cref="AppContext"/> switch <c>Marketplace.Tron.ManagedOnly</c>, turns that off.
/// </summary>
public static class TronAcceleration
{
    /// <summary>True where the native library computes.</summary>
    public static bool IsNative => Secp256k1.Remark.Length == 0;

    /// <summary>For a log: who computes, and why it is not the native library where it is not.</summary>
    public static string Description => IsNative ? Secp256k1.Curve.Name : $"{Secp256k1.Curve.Name}: {Secp256k1.Remark}";
}
