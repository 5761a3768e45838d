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
internal static class Secp256k1
{
    internal const int ScalarBytes = 32;

    // The custom curve has dedicated field arithmetic: several times faster than the generic one of the same name.
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECDomainParameters Domain = new(Curve.Curve, Curve.G, Curve.N, Curve.H);
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);
    private static readonly BigInteger FieldPrime = Curve.Curve.Field.Characteristic;

    internal static BigInteger Order => Curve.N;

    internal static ECPoint Generator => Curve.G;

    internal static BigInteger ToScalar(ReadOnlySpan<byte> bytes)
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

    internal static bool IsValidScalar(BigInteger scalar) => scalar.SignValue > 0 && scalar.CompareTo(Curve.N) < 0;

    internal static void Write(BigInteger scalar, Span<byte> destination)
    {
        var bytes = BigIntegers.AsUnsignedByteArray(ScalarBytes, scalar);
        bytes.CopyTo(destination);
        Array.Clear(bytes);
    }

    internal static ECPoint MultiplyGenerator(BigInteger scalar) => new FixedPointCombMultiplier().Multiply(Curve.G, scalar).Normalize();

    internal static byte[] Encode(ECPoint point, bool compressed) => point.GetEncoded(compressed);

    /// <summary>Decodes a public key; null when it is not a point of the curve.</summary>
    internal static ECPoint? TryDecode(ReadOnlySpan<byte> encoded)
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

    /// <summary>ECDSA with the nonce of RFC 6979, s in the lower half, and the recovery id.</summary>
    internal static (BigInteger R, BigInteger S, int RecoveryId) Sign(BigInteger privateKey, ReadOnlySpan<byte> hash)
    {
        var signer = new RecoverableSigner();
        signer.Init(true, new ECPrivateKeyParameters(privateKey, Domain));
        var pair = signer.GenerateSignature(hash.ToArray());
        var nonce = signer.NoncePoint;
        var recoveryId = (nonce.AffineYCoord.TestBitZero() ? 1 : 0) | (nonce.AffineXCoord.ToBigInteger().CompareTo(Curve.N) >= 0 ? 2 : 0);
        return pair[1].CompareTo(HalfOrder) > 0
            ? (pair[0], Curve.N.Subtract(pair[1]), recoveryId ^ 1)
            : (pair[0], pair[1], recoveryId);
    }

    /// <summary>The public key that made the signature; null when there is none (SEC 1, 4.1.6).</summary>
    internal static ECPoint? Recover(ReadOnlySpan<byte> hash, BigInteger r, BigInteger s, int recoveryId)
    {
        if (!IsValidScalar(r) || !IsValidScalar(s))
        {
            return null;
        }

        var x = (recoveryId & 2) == 0 ? r : r.Add(Curve.N);
        if (x.CompareTo(FieldPrime) >= 0)
        {
            return null;
        }

        var encoded = new byte[1 + ScalarBytes];
        encoded[0] = (byte)(2 | (recoveryId & 1));
        Write(x, encoded.AsSpan(1));
        var nonce = TryDecode(encoded);
        if (nonce is null)
        {
            return null;
        }

        var inverse = r.ModInverse(Curve.N);
        var hashFactor = inverse.Multiply(Curve.N.Subtract(ToScalar(hash).Mod(Curve.N))).Mod(Curve.N);
        var nonceFactor = inverse.Multiply(s).Mod(Curve.N);
        var point = ECAlgorithms.SumOfTwoMultiplies(Curve.G, hashFactor, nonce, nonceFactor).Normalize();
        return point.IsInfinity ? null : point;
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
