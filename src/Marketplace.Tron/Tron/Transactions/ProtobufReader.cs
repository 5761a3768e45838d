namespace Marketplace.Tron;

/// <summary>Walks the fields of a protobuf message. Bad input makes <see cref="Malformed"/> true and ends the walk; nothing throws.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> rest = data;

    /// <summary>The current field's number.</summary>
    internal int Field { get; private set; }

    /// <summary>The current field's value when <see cref="IsNumber"/>.</summary>
    internal long Number { get; private set; }

    internal bool IsNumber { get; private set; }

    /// <summary>The current field's bytes when it is length-delimited.</summary>
    internal ReadOnlySpan<byte> Bytes { get; private set; }

    internal bool Malformed { get; private set; }

    internal bool Next()
    {
        if (rest.IsEmpty || Malformed)
        {
            return false;
        }

        if (!TryVarint(out var key) || key >> 3 is 0 or > int.MaxValue)
        {
            return Fail();
        }

        Field = (int)(key >> 3);
        Bytes = default;
        Number = 0;
        IsNumber = false;
        return (key & 7) switch
        {
            0 => ReadNumber(),
            1 => Take(8),
            2 => TryVarint(out var length) && length <= int.MaxValue ? Take((int)length) : Fail(),
            5 => Take(4),
            _ => Fail(),
        };
    }

    private bool ReadNumber()
    {
        if (!TryVarint(out var value))
        {
            return Fail();
        }

        Number = (long)value;
        IsNumber = true;
        return true;
    }

    private bool Take(int count)
    {
        if (count > rest.Length)
        {
            return Fail();
        }

        Bytes = rest[..count];
        rest = rest[count..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool Fail()
    {
        Malformed = true;
        return false;
    }
}
