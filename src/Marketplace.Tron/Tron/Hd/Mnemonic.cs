using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron;

/// <summary>A BIP-39 mnemonic of the English list: 12, 15, 18, 21 or 24 words.</summary>
/// <remarks>A mnemonic is the wallet. It prints as its word count only.</remarks>
public sealed class Mnemonic
{
    private const int BitsPerWord = 11;
    private const int SeedBytes = 64;
    private const int Rounds = 2048;

    private static readonly string[] Words = LoadWords();
    private static readonly Dictionary<string, int> Positions = Words.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    private readonly string phrase;

    private Mnemonic(string phrase, int wordCount)
    {
        this.phrase = phrase;
        WordCount = wordCount;
    }

    /// <summary>How many words it has.</summary>
    public int WordCount { get; }

    /// <summary>A new mnemonic from the operating system's random source.</summary>
    /// <param name="wordCount">12, 15, 18, 21 or 24.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of words.</exception>
    public static Mnemonic Generate(int wordCount = 24)
    {
        if (wordCount is < 12 or > 24 || wordCount % 3 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(wordCount), wordCount, "A mnemonic has 12, 15, 18, 21 or 24 words.");
        }

        Span<byte> entropy = stackalloc byte[wordCount / 3 * 4];
        RandomNumberGenerator.Fill(entropy);
        var mnemonic = FromEntropy(entropy).Value;
        CryptographicOperations.ZeroMemory(entropy);
        return mnemonic;
    }

    /// <summary>The mnemonic of 16, 20, 24, 28 or 32 bytes of entropy.</summary>
    public static TronResult<Mnemonic> FromEntropy(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length is < 16 or > 32 || entropy.Length % 4 != 0)
        {
            return new TronError(TronErrorCodes.InvalidMnemonic, "Entropy has 16, 20, 24, 28 or 32 bytes.");
        }

        Span<byte> data = stackalloc byte[entropy.Length + 1];
        entropy.CopyTo(data);
        data[^1] = SHA256.HashData(entropy)[0];
        var count = entropy.Length / 4 * 3;
        var words = new string[count];
        for (var i = 0; i < count; i++)
        {
            words[i] = Words[ReadBits(data, i * BitsPerWord)];
        }

        CryptographicOperations.ZeroMemory(data);
        return new Mnemonic(string.Join(' ', words), count);
    }

    /// <summary>Reads words separated by white space; checks the count, the list and the checksum.</summary>
    public static TronResult<Mnemonic> Parse(string? text)
    {
        var words = (text ?? "").Normalize(NormalizationForm.FormKD).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 12 or > 24 || words.Length % 3 != 0)
        {
            return new TronError(TronErrorCodes.InvalidMnemonic, $"A mnemonic has 12, 15, 18, 21 or 24 words, not {words.Length}.");
        }

        // One word more than needed, so that the last bits can be written without a special case.
        var data = new byte[((words.Length * BitsPerWord) + 7) / 8 + 2];
        for (var i = 0; i < words.Length; i++)
        {
            if (!Positions.TryGetValue(words[i], out var position))
            {
                // The word itself stays out of the message: it may be one letter away from the secret.
                return new TronError(TronErrorCodes.InvalidMnemonic, $"Word {i + 1} is not in the English list.");
            }

            WriteBits(data, i * BitsPerWord, position);
        }

        var entropy = data.AsSpan(0, words.Length / 3 * 4);
        var rebuilt = FromEntropy(entropy);
        var matches = rebuilt.IsSuccess && rebuilt.Value.phrase == string.Join(' ', words);
        CryptographicOperations.ZeroMemory(data);
        return matches ? rebuilt : new TronError(TronErrorCodes.InvalidMnemonic, "The checksum is wrong: a word is mistyped or out of order.");
    }

    /// <summary>The 64-byte seed: PBKDF2-HMAC-SHA512, 2,048 rounds, both texts in NFKD. The caller zeroes it.</summary>
    /// <param name="passphrase">The optional "25th word"; every character counts, spaces too.</param>
    public byte[] ToSeed(string passphrase = "")
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        var password = Encoding.UTF8.GetBytes(phrase);
        var salt = Encoding.UTF8.GetBytes("mnemonic" + passphrase.Normalize(NormalizationForm.FormKD));
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA512, SeedBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
            CryptographicOperations.ZeroMemory(salt);
        }
    }

    /// <summary>The words, to be shown once to the person who writes them down.</summary>
    public string RevealWords() => phrase;

    /// <summary>The number of words; never the words.</summary>
    public override string ToString() => $"mnemonic of {WordCount} words";

    private static int ReadBits(ReadOnlySpan<byte> data, int offset)
    {
        var value = 0;
        for (var i = 0; i < BitsPerWord; i++)
        {
            var bit = offset + i;
            value = (value << 1) | ((data[bit / 8] >> (7 - (bit % 8))) & 1);
        }

        return value;
    }

    private static void WriteBits(Span<byte> data, int offset, int value)
    {
        for (var i = 0; i < BitsPerWord; i++)
        {
            var bit = offset + i;
            data[bit / 8] |= (byte)(((value >> (BitsPerWord - 1 - i)) & 1) << (7 - (bit % 8)));
        }
    }

    private static string[] LoadWords()
    {
        using var stream = typeof(Mnemonic).Assembly.GetManifestResourceStream("Marketplace.Tron.english.txt")
            ?? throw new InvalidOperationException("The word list is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
