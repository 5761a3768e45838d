using System.Buffers.Text;
using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Frontends;

/// <summary>What a button carries besides its action: ids as 22 characters of base64url, whole numbers, short words.</summary>
/// <param name="Values">As they stand in the data.</param>
public sealed record ActionArguments(IReadOnlyList<string> Values)
{
    /// <summary>No arguments.</summary>
    public static ActionArguments None { get; } = new([]);

    /// <summary>A word, or null where there is none.</summary>
    /// <param name="index">From 0.</param>
    public string? Word(int index) => index < Values.Count ? Values[index] : null;

    /// <summary>A whole number, or the default where there is none.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="otherwise">The default.</param>
    public long Number(int index, long otherwise = 0) =>
        long.TryParse(Word(index), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>An id; the empty one, which is nobody's, where there is none.</summary>
    /// <typeparam name="TId">Its type.</typeparam>
    /// <param name="index">From 0.</param>
    public TId Id<TId>(int index)
        where TId : struct, ITypedId<TId> => TId.From(DecodeId(Word(index)) ?? Guid.Empty);

    internal static string Encode(object value) => value switch
    {
        Guid id => EncodeId(id),
        string word => word,
        Enum choice => Convert.ToInt64(choice, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        IFormattable number and (int or long) => number.ToString(null, CultureInfo.InvariantCulture),
        _ when value.GetType().GetProperty(nameof(ITypedId<>.Value))?.GetValue(value) is Guid id => EncodeId(id),
        _ => throw new ArgumentException($"A button can not carry a {value.GetType()}.", nameof(value)),
    };

    internal static string EncodeId(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    internal static Guid? DecodeId(string? text)
    {
        Span<byte> bytes = stackalloc byte[16];
        return text is { Length: 22 }
            && Base64Url.IsValid(text, out var length)
            && length == 16
            && Base64Url.DecodeFromChars(text, bytes) == 16
            ? new Guid(bytes, bigEndian: true)
            : null;
    }
}
