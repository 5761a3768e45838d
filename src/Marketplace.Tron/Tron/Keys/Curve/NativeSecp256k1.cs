using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>
/// bitcoin-core's libsecp256k1 with its recovery module (include/secp256k1.h, secp256k1_recovery.h): constant time where secrets are. The context is
/// only read after its making, which makes it safe for any number of threads.
/// </summary>
internal sealed unsafe class NativeSecp256k1 : ISecp256k1
{
    internal const string Library = "libsecp256k1";

    private const uint SignAndVerify = 0x0301;
    private const uint Uncompressed = 0x0002;
    private const int OpaquePublicKeyBytes = 64;
    private const int OpaqueSignatureBytes = 65;

    // The first 15 bytes of n and of the highest hashes: only above them can a hash be n or more.
    private const int HighBytes = 15;

    private static readonly string[] Names = [Library, $"{Library}.so.1", $"{Library}.so.2", $"{Library}.so.5", $"{Library}.1.dylib", $"{Library}.dylib", $"{Library}-1.dll", $"{Library}.dll"];

    private readonly ManagedSecp256k1 managed = new();
    private readonly nint context;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> createPublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nuint, int> parsePublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, uint, int> serializePublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, nint, nint, int> sign;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int*, byte*, int> serializeSignature;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int> parseSignature;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, int> recover;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> tweakPublicKey;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, int> tweakPrivateKey;

    private NativeSecp256k1(nint library)
    {
        createPublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_create");
        parsePublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nuint, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_parse");
        serializePublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, nuint*, byte*, uint, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_serialize");
        sign = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, nint, nint, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_sign_recoverable");
        serializeSignature = (delegate* unmanaged[Cdecl]<nint, byte*, int*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_recoverable_signature_serialize_compact");
        parseSignature = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_recoverable_signature_parse_compact");
        recover = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ecdsa_recover");
        tweakPublicKey = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ec_pubkey_tweak_add");
        tweakPrivateKey = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_ec_seckey_tweak_add");
        var create = (delegate* unmanaged[Cdecl]<uint, nint>)NativeLibrary.GetExport(library, "secp256k1_context_create");
        var randomize = (delegate* unmanaged[Cdecl]<nint, byte*, int>)NativeLibrary.GetExport(library, "secp256k1_context_randomize");
        context = create(SignAndVerify);
        // Blinds the computations with secrets; the results are the same.
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        fixed (byte* random = seed)
        {
            if (context == 0 || randomize(context, random) != 1)
            {
                throw new EntryPointNotFoundException("The library makes no context.");
            }
        }
    }

    public string Name => $"native ({Library})";

    /// <returns>Null where the library, or a function of it, is not there.</returns>
    internal static NativeSecp256k1? TryLoad()
    {
        // First the one that came with the package, found by what the program's own build knows of its native files; then the system's.
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(NativeSecp256k1).Assembly, searchPath: null, out var library))
            {
                try
                {
                    return new NativeSecp256k1(library);
                }
                catch (EntryPointNotFoundException)
                {
                    // Built without the recovery module: perhaps another version has it.
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }

    public bool TryGetPublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        var point = stackalloc byte[OpaquePublicKeyBytes];
        fixed (byte* secret = privateKey)
        {
            return createPublicKey(context, point, secret) == 1 && Write(point, publicKey);
        }
    }

    public bool TryParsePublicKey(ReadOnlySpan<byte> encoded, Span<byte> publicKey)
    {
        var point = stackalloc byte[OpaquePublicKeyBytes];
        return TryParse(encoded, point) && Write(point, publicKey);
    }

    public int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        // RFC 6979 takes the hash modulo n; the library takes it as it is. They differ for one hash in 2^128.
        if (!hash[..HighBytes].ContainsAnyExcept((byte)0xFF))
        {
            return managed.Sign(privateKey, hash, signature);
        }

        var opaque = stackalloc byte[OpaqueSignatureBytes];
        int recoveryId;
        fixed (byte* secret = privateKey, message = hash, compact = signature)
        {
            if (sign(context, opaque, message, secret, 0, 0) != 1 || serializeSignature(context, compact, &recoveryId, opaque) != 1)
            {
                throw new CryptographicException("The library does not sign with a valid key.");
            }
        }

        return recoveryId;
    }

    public bool TryRecover(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, int recoveryId, Span<byte> publicKey)
    {
        // The library ends the process for any other.
        ArgumentOutOfRangeException.ThrowIfNegative(recoveryId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recoveryId, 3);
        var opaque = stackalloc byte[OpaqueSignatureBytes];
        var point = stackalloc byte[OpaquePublicKeyBytes];
        fixed (byte* message = hash, compact = signature)
        {
            return parseSignature(context, opaque, compact, recoveryId) == 1 && recover(context, point, opaque, message) == 1 && Write(point, publicKey);
        }
    }

    public bool TryTweakPublicKey(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> tweak, Span<byte> child)
    {
        var point = stackalloc byte[OpaquePublicKeyBytes];
        fixed (byte* scalar = tweak)
        {
            return TryParse(publicKey, point) && tweakPublicKey(context, point, scalar) == 1 && Write(point, child);
        }
    }

    public bool TryTweakPrivateKey(Span<byte> privateKey, ReadOnlySpan<byte> tweak)
    {
        fixed (byte* secret = privateKey, scalar = tweak)
        {
            return tweakPrivateKey(context, secret, scalar) == 1;
        }
    }

    private bool TryParse(ReadOnlySpan<byte> encoded, byte* point)
    {
        fixed (byte* bytes = encoded)
        {
            return parsePublicKey(context, point, bytes, (nuint)encoded.Length) == 1;
        }
    }

    private bool Write(byte* point, Span<byte> publicKey)
    {
        nuint length = Secp256k1.PublicKeyBytes;
        fixed (byte* bytes = publicKey[..Secp256k1.PublicKeyBytes])
        {
            return serializePublicKey(context, bytes, &length, point, Uncompressed) == 1;
        }
    }
}
