using QRCoder;

namespace Marketplace.Frontends.Wallets.Deposits;

/// <summary>An address as a picture that a wallet's camera reads.</summary>
internal static class AddressCode
{
    /// <summary>So wide that a phone reads it from another one's screen: an address makes about 33 dots a side, and the quiet edge 4 more on each.</summary>
    private const int PixelsPerDot = 12;

    /// <summary>The bare address, which every wallet of every chain takes for what it is. A quarter of the dots may be unreadable.</summary>
    public static ReadOnlyMemory<byte> Draw(string address)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.Q);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(PixelsPerDot);
    }
}
