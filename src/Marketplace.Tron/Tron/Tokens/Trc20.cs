using System.Numerics;

namespace Marketplace.Tron;

/// <summary>The calls and events of the TRC-20 standard, which are ERC-20's.</summary>
public static class Trc20
{
    /// <summary>First 4 bytes of Keccak-256 of <c>transfer(address,uint256)</c>.</summary>
    public const string TransferSelector = "a9059cbb";

    /// <summary>First 4 bytes of Keccak-256 of <c>transferFrom(address,address,uint256)</c>.</summary>
    public const string TransferFromSelector = "23b872dd";

    /// <summary>First 4 bytes of Keccak-256 of <c>balanceOf(address)</c>.</summary>
    public const string BalanceOfSelector = "70a08231";

    /// <summary>Keccak-256 of <c>Transfer(address,address,uint256)</c>.</summary>
    public const string TransferTopic = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    private const int WordBytes = 32;
    private const int AddressBytes = 20;

    /// <summary>The call data of <c>transfer(to, amount)</c>.</summary>
    /// <param name="to">Who receives.</param>
    /// <param name="amount">In the token's smallest unit; 0 to 2^256 − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount does not fit 256 bits.</exception>
    public static byte[] EncodeTransfer(TronAddress to, BigInteger amount)
    {
        var data = new byte[4 + (2 * WordBytes)];
        Convert.FromHexString(TransferSelector).CopyTo(data, 0);
        to.CopyBodyTo(data.AsSpan(4 + WordBytes - 20));
        WriteWord(amount, data.AsSpan(4 + WordBytes));
        return data;
    }

    /// <summary>A token transfer, not yet signed.</summary>
    /// <param name="from">Who pays.</param>
    /// <param name="token">The token's contract.</param>
    /// <param name="to">Who receives.</param>
    /// <param name="amount">Positive, in the token's smallest unit.</param>
    /// <param name="feeLimitSun">The most TRX to burn for energy; estimate with <c>triggerconstantcontract</c>.</param>
    /// <param name="reference">A solid block, recent.</param>
    /// <param name="expiration">The last moment it may be included.</param>
    /// <param name="timestamp">The moment of its making.</param>
    public static TronResult<TronTransaction> Transfer(
        TronAddress from, TronAddress token, TronAddress to, BigInteger amount, long feeLimitSun,
        TronBlockReference reference, DateTimeOffset expiration, DateTimeOffset timestamp)
    {
        if (amount.Sign <= 0 || amount.GetByteCount(isUnsigned: true) > WordBytes || feeLimitSun <= 0)
        {
            return new TronError(TronErrorCodes.InvalidAmount, "The amount and the fee limit are positive, the amount below 2^256.");
        }

        return new TronTransaction
        {
            Contract = new TriggerSmartContract(from, token, EncodeTransfer(to, amount)),
            FeeLimitSun = feeLimitSun,
            Reference = reference,
            ExpirationMs = expiration.ToUnixTimeMilliseconds(),
            TimestampMs = timestamp.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>
    /// The transfer an event log tells of; null for any other event. An NFT's event has a fourth topic and no data, and is none.
    /// The addresses are the low 20 bytes of their topics, whatever stands above them. The caller compares <see cref="Trc20Transfer.Token"/>
    /// with the token he knows: anybody can deploy a contract that emits the same event.
    /// </summary>
    public static Trc20Transfer? DecodeLog(TronEventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Topics is not { Count: 3 } topics || !TransferTopic.Equals(topics[0], StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> token = stackalloc byte[AddressBytes], from = stackalloc byte[WordBytes], to = stackalloc byte[WordBytes], data = stackalloc byte[WordBytes];
        return Hex.TryDecode(log.Address, token) && Hex.TryDecode(topics[1], from) && Hex.TryDecode(topics[2], to) && Hex.TryDecode(log.Data, data)
            ? new Trc20Transfer(
                TronAddress.FromBody(token),
                TronAddress.FromBody(from[^AddressBytes..]),
                TronAddress.FromBody(to[^AddressBytes..]),
                new BigInteger(data, isUnsigned: true, isBigEndian: true))
            : null;
    }

    private static void WriteWord(BigInteger value, Span<byte> word)
    {
        var length = value.Sign < 0 ? int.MaxValue : value.GetByteCount(isUnsigned: true);
        if (length > WordBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(value), "A token amount is 0 to 2^256 - 1.");
        }

        word[..WordBytes].Clear();
        value.TryWriteBytes(word[(WordBytes - length)..], out _, isUnsigned: true, isBigEndian: true);
    }
}

/// <summary>A token transfer that an event log tells of.</summary>
/// <param name="Token">The contract that emitted the event.</param>
/// <param name="From">Who paid.</param>
/// <param name="To">Who received.</param>
/// <param name="Amount">In the token's smallest unit.</param>
public sealed record Trc20Transfer(TronAddress Token, TronAddress From, TronAddress To, BigInteger Amount);
