namespace Marketplace.Tron;

/// <summary>The curve as this process computes it: natively where the library is there and passes its examination, else by BouncyCastle.</summary>
internal static class Secp256k1
{
    internal const int ScalarBytes = 32;
    internal const int PublicKeyBytes = 65;
    internal const int CompressedBytes = 33;
    internal const int SignatureBytes = 64;

    private const string Variable = "MARKETPLACE_TRON_MANAGED_ONLY";
    private const string Switch = "Marketplace.Tron.ManagedOnly";

    static Secp256k1() => (Curve, Remark) = Choose();

    internal static ISecp256k1 Curve { get; }

    /// <summary>Why it is not the native one; empty where it is.</summary>
    internal static string Remark { get; }

    /// <summary>The 33-byte form.</summary>
    internal static byte[] Compress(ReadOnlySpan<byte> publicKey)
    {
        var compressed = publicKey[..CompressedBytes].ToArray();
        compressed[0] = (byte)(2 | (publicKey[^1] & 1));
        return compressed;
    }

    private static (ISecp256k1 Curve, string Remark) Choose()
    {
        var managed = new ManagedSecp256k1();
        if (Environment.GetEnvironmentVariable(Variable) == "1" || (AppContext.TryGetSwitch(Switch, out var off) && off))
        {
            return (managed, "the native library is switched off");
        }

        if (NativeSecp256k1.TryLoad() is not { } native)
        {
            return (managed, $"{NativeSecp256k1.Library} is not on this machine, or not for this processor");
        }

        return CurveExamination.Fault(native, managed) is { } fault
            ? (managed, $"{NativeSecp256k1.Library} is not used: it fails its examination ({fault})")
            : (native, "");
    }
}
