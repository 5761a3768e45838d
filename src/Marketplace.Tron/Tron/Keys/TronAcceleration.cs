namespace Marketplace.Tron;

/// <summary>
/// Who computes signatures and keys. The managed code (BouncyCastle) is complete. Where Debian's <c>libsecp256k1-1</c> is installed it is used instead, several
/// times faster, once it has given the same bytes in an examination at the first use. <c>MARKETPLACE_TRON_MANAGED_ONLY=1</c>, or the
/// <see cref="AppContext"/> switch <c>Marketplace.Tron.ManagedOnly</c>, turns that off.
/// </summary>
public static class TronAcceleration
{
    /// <summary>True where the native library computes.</summary>
    public static bool IsNative => Secp256k1.Remark.Length == 0;

    /// <summary>For a log: who computes, and why it is not the native library where it is not.</summary>
    public static string Description => IsNative ? Secp256k1.Curve.Name : $"{Secp256k1.Curve.Name}: {Secp256k1.Remark}";
}
