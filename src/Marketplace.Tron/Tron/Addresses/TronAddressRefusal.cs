namespace Marketplace.Tron;

/// <summary>Why a text is not a TRON address.</summary>
public enum TronAddressRefusal
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Nothing was given.</summary>
    Empty,

    /// <summary>There is white space inside or around; a form may trim and ask again.</summary>
    WhiteSpace,

    /// <summary>An <c>0x…</c> form: Ethereum's notation, which TRON does not use.</summary>
    EthereumStyle,

    /// <summary>Hexadecimal, but not <c>41</c> followed by 40 digits.</summary>
    BadHex,

    /// <summary>A character outside the base58 alphabet (<c>0 O I l</c>, a look-alike, an invisible one).</summary>
    BadCharacter,

    /// <summary>Too short or too long: an address has 34 characters.</summary>
    WrongLength,

    /// <summary>The checksum is wrong: a mistyped character, or upper and lower case changed.</summary>
    BadChecksum,

    /// <summary>The checksum is right but the prefix is not TRON's <c>0x41</c>: another coin's address.</summary>
    WrongPrefix,
}
