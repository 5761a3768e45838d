using System.Security.Cryptography;

namespace Marketplace.Tron;

/// <summary>Base58 with a four-byte double SHA-256 checksum, as Bitcoin defined it and TRON and BIP-32 use it.</summary>
internal static class Base58Check
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int ChecksumBytes = 4;

    // Five characters fit one 32-bit step: 58^5 < 2^32.
    private const int CharactersPerStep = 5;
    private const int MaxCharacters = 128;
    private const int MaxLimbs = 24;

    private static readonly sbyte[] Digits = BuildDigits();

    internal enum Outcome
    {
        Ok,
        BadCharacter,
        TooLong,
        BadChecksum,
    }

    internal static bool IsBase58(char character) => character < 128 && Digits[character] >= 0;

    internal static string Encode(ReadOnlySpan<byte> payload)
    {
        Span<byte> data = stackalloc byte[payload.Length + ChecksumBytes];
        payload.CopyTo(data);
        Checksum(payload, data[payload.Length..]);

        var zeros = 0;
        while (zeros < data.Length && data[zeros] == 0)
        {
            zeros++;
        }

        // log(256) / log(58) < 1.38
        Span<char> text = stackalloc char[zeros + ((data.Length - zeros) * 138 / 100) + 1];
        var start = text.Length;
        var first = zeros;
        while (first < data.Length)
        {
            var remainder = 0;
            for (var i = first; i < data.Length; i++)
            {
                var accumulator = (remainder << 8) | data[i];
                data[i] = (byte)(accumulator / 58);
                remainder = accumulator % 58;
            }

            text[--start] = Alphabet[remainder];
            while (first < data.Length && data[first] == 0)
            {
                first++;
            }
        }

        while (zeros-- > 0)
        {
            text[--start] = Alphabet[0];
        }

        return new string(text[start..]);
    }

    /// <summary>Decodes and verifies the checksum. <paramref name="length"/> is the payload's length, also when the checksum is wrong.</summary>
    internal static Outcome TryDecode(ReadOnlySpan<char> text, Span<byte> payload, out int length)
    {
        length = 0;
        if (text.Length > MaxCharacters)
        {
            return Outcome.TooLong;
        }

        Span<byte> data = stackalloc byte[MaxCharacters];
        var outcome = DecodeRaw(text, data, out var count);
        if (outcome != Outcome.Ok)
        {
            return outcome;
        }

        if (count < ChecksumBytes)
        {
            return Outcome.BadChecksum;
        }

        length = count - ChecksumBytes;
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        Checksum(data[..length], checksum);
        if (!checksum.SequenceEqual(data.Slice(length, ChecksumBytes)))
        {
            return Outcome.BadChecksum;
        }

        if (length <= payload.Length)
        {
            data[..length].CopyTo(payload);
        }

        return Outcome.Ok;
    }

    private static Outcome DecodeRaw(ReadOnlySpan<char> text, Span<byte> data, out int count)
    {
        count = 0;
        Span<uint> limbs = stackalloc uint[MaxLimbs];
        limbs.Clear();
        var used = 0;
        for (var i = 0; i < text.Length;)
        {
            uint step = 0, factor = 1;
            for (var end = Math.Min(i + CharactersPerStep, text.Length); i < end; i++)
            {
                if (!IsBase58(text[i]))
                {
                    return Outcome.BadCharacter;
                }

                step = (step * 58) + (uint)Digits[text[i]];
                factor *= 58;
            }

            ulong carry = step;
            for (var j = 0; j < used; j++)
            {
                carry += (ulong)limbs[j] * factor;
                limbs[j] = (uint)carry;
                carry >>= 32;
            }

            if (carry != 0)
            {
                limbs[used++] = (uint)carry;
            }
        }

        while (count < text.Length && text[count] == Alphabet[0])
        {
            data[count++] = 0;
        }

        var significant = false;
        for (var i = used - 1; i >= 0; i--)
        {
            for (var shift = 24; shift >= 0; shift -= 8)
            {
                var value = (byte)(limbs[i] >> shift);
                significant |= value != 0;
                if (significant)
                {
                    data[count++] = value;
                }
            }
        }

        return Outcome.Ok;
    }

    private static void Checksum(ReadOnlySpan<byte> payload, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        SHA256.HashData(hash, hash);
        hash[..ChecksumBytes].CopyTo(checksum);
    }

    private static sbyte[] BuildDigits()
    {
        var digits = new sbyte[128];
        Array.Fill(digits, (sbyte)-1);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            digits[Alphabet[i]] = (sbyte)i;
        }

        return digits;
    }
}
