using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;

namespace Marketplace.Tron;

/// <summary>The curve, through BouncyCastle's own primitives; nothing of the arithmetic is written here.</summary>
internal sealed class ManagedSecp256k1 : ISecp256k1
{
    // The custom curve has dedicated field arithmetic: several times faster than the generic one of the same name.
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECDomainParameters Domain = new(Curve.Curve, Curve.G, Curve.N, Curve.H);
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);
    private static readonly BigInteger FieldPrime = Curve.Curve.Field.Characteristic;

    public string Name => "managed (BouncyCastle)";

    public bool TryGetPublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        var scalar = ToScalar(privateKey);
        if (!IsValidScalar(scalar))
        {
            return false;
        }

        Write(MultiplyGenerator(scalar), publicKey);
        return true;
    }

    public bool TryParsePublicKey(ReadOnlySpan<byte> encoded, Span<byte> publicKey)
    {
        if (TryDecode(encoded) is not { } point)
        {
            return false;
        }

        Write(point, publicKey);
        return true;
    }

    public int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        var signer = new RecoverableSigner();
        signer.Init(true, new ECPrivateKeyParameters(ToScalar(privateKey), Domain));
        var pair = signer.GenerateSignature(hash.ToArray());
        var nonce = signer.NoncePoint;
        var recoveryId = (nonce.AffineYCoord.TestBitZero() ? 1 : 0) | (nonce.AffineXCoord.ToBigInteger().CompareTo(Curve.N) >= 0 ? 2 : 0);
        var isHigh = pair[1].CompareTo(HalfOrder) > 0;
        Write(pair[0], signature);
        Write(isHigh ? Curve.N.Subtract(pair[1]) : pair[1], signature[Secp256k1.ScalarBytes..]);
        return isHigh ? recoveryId ^ 1 : recoveryId;
    }

    public bool TryRecover(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, int recoveryId, Span<byte> publicKey)
    {
        var (r, s) = (ToScalar(signature[..Secp256k1.ScalarBytes]), ToScalar(signature[Secp256k1.ScalarBytes..]));
        if (!IsValidScalar(r) || !IsValidScalar(s))
        {
            return false;
        }

        var x = (recoveryId & 2) == 0 ? r : r.Add(Curve.N);
        if (x.CompareTo(FieldPrime) >= 0)
        {
            return false;
        }

        Span<byte> encoded = stackalloc byte[Secp256k1.CompressedBytes];
        encoded[0] = (byte)(2 | (recoveryId & 1));
        Write(x, encoded[1..]);
        if (TryDecode(encoded) is not { } nonce)
        {
            return false;
        }

        var inverse = r.ModInverse(Curve.N);
        var hashFactor = inverse.Multiply(Curve.N.Subtract(ToScalar(hash).Mod(Curve.N))).Mod(Curve.N);
        var nonceFactor = inverse.Multiply(s).Mod(Curve.N);
        return TryWrite(ECAlgorithms.SumOfTwoMultiplies(Curve.G, hashFactor, nonce, nonceFactor), publicKey);
    }

    public bool TryTweakPublicKey(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> tweak, Span<byte> child)
    {
        var scalar = ToScalar(tweak);
        return scalar.CompareTo(Curve.N) < 0
            && TryDecode(publicKey) is { } point
            && TryWrite(scalar.SignValue == 0 ? point : MultiplyGenerator(scalar).Add(point), child);
    }

    public bool TryTweakPrivateKey(Span<byte> privateKey, ReadOnlySpan<byte> tweak)
    {
        var scalar = ToScalar(tweak);
        var sum = scalar.Add(ToScalar(privateKey)).Mod(Curve.N);
        if (scalar.CompareTo(Curve.N) >= 0 || sum.SignValue == 0)
        {
            return false;
        }

        Write(sum, privateKey);
        return true;
    }

    private static BigInteger ToScalar(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        try
        {
            return new BigInteger(1, copy);
        }
        finally
        {
            Array.Clear(copy);
        }
    }

    private static bool IsValidScalar(BigInteger scalar) => scalar.SignValue > 0 && scalar.CompareTo(Curve.N) < 0;

    private static ECPoint MultiplyGenerator(BigInteger scalar) => new FixedPointCombMultiplier().Multiply(Curve.G, scalar).Normalize();

    private static void Write(BigInteger scalar, Span<byte> destination)
    {
        var bytes = BigIntegers.AsUnsignedByteArray(Secp256k1.ScalarBytes, scalar);
        bytes.CopyTo(destination);
        Array.Clear(bytes);
    }

    private static void Write(ECPoint point, Span<byte> destination) => point.GetEncoded(compressed: false).CopyTo(destination);

    private static bool TryWrite(ECPoint point, Span<byte> destination)
    {
        var normal = point.Normalize();
        if (normal.IsInfinity)
        {
            return false;
        }

        Write(normal, destination);
        return true;
    }

    /// <summary>Decodes a public key; null when it is not a point of the curve.</summary>
    private static ECPoint? TryDecode(ReadOnlySpan<byte> encoded)
    {
        try
        {
            var point = Curve.Curve.DecodePoint(encoded.ToArray());
            return point.IsInfinity ? null : point;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or ArithmeticException)
        {
            return null;
        }
    }

    /// <summary>BouncyCastle's signer drops the nonce's point, which holds the recovery id; this keeps it, so that it need not be searched.</summary>
    private sealed class RecoverableSigner() : ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()))
    {
        internal ECPoint NoncePoint { get; private set; } = Curve.G;

        protected override ECMultiplier CreateBasePointMultiplier() => new Remembering(this);

        private sealed class Remembering(RecoverableSigner owner) : ECMultiplier
        {
            private readonly FixedPointCombMultiplier inner = new();

            // Called again only when r or s comes out as zero, so the last call is the one that counts.
            public ECPoint Multiply(ECPoint p, BigInteger k) => owner.NoncePoint = inner.Multiply(p, k).Normalize();
        }
    }
}
