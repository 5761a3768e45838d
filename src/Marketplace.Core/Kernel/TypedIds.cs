using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Kernel;

/// <summary>An id that can not be mistaken for another's: a <see cref="Guid"/> of version 7 with a type of its own.</summary>
/// <typeparam name="TSelf">The id's own type.</typeparam>
public interface ITypedId<TSelf>
    where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>The bare id.</summary>
    Guid Value { get; }

    /// <summary>The typed id of a bare one.</summary>
    /// <param name="value">The bare id.</param>
    static abstract TSelf From(Guid value);
}

/// <summary>
/// Makes ids of version 7 (RFC 9562) that grow strictly within this process, so that rows written one after the
/// other sort in that order on both databases: the counter takes the 12 bits after the version.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class IdGenerator(TimeProvider time)
{
    private readonly Lock gate = new();
    private long milliseconds;
    private int counter;

    /// <summary>The next id.</summary>
    public Guid Next()
    {
        long at;
        int count;
        lock (gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > milliseconds)
            {
                milliseconds = now;
                counter = 0;
            }
            else if (++counter > 0xfff)
            {
                // The clock stands still or went back: the id's time runs ahead rather than repeat.
                milliseconds++;
                counter = 0;
            }

            at = milliseconds;
            count = counter;
        }

        Span<byte> bytes = stackalloc byte[16];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes[8..]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at << 16 | 0x7000L | (long)count);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The least id of an instant: those before it are smaller, so that rows are found by their age without an index of their times.</summary>
    /// <param name="at">The instant.</param>
    public static Guid FirstAt(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The next id, typed.</summary>
    /// <typeparam name="TId">The id's type.</typeparam>
    public TId Next<TId>()
        where TId : struct, ITypedId<TId> => TId.From(Next());
}

internal sealed class TypedIdJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType
        && typeToConvert.GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITypedId<>));

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
