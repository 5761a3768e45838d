namespace Marketplace.Tron.Tests;

public class TransactionTests
{
    private static readonly TronAddress Someone = TronAddress.FromBody(new byte[20]);

    [Test]
    public void Bytes_that_say_more_than_the_transaction_shows_are_not_signed()
    {
        var encoded = Example().Encode();
        Assert.That(TronTransaction.DecodeExact(encoded).IsSuccess, Is.True);
        // Field 12, "scripts": a wallet that does not look would sign it unseen.
        byte[] hidden = [.. encoded, 0x62, 0x01, 0x00];
        Assert.That(TronTransaction.Decode(hidden).IsSuccess, Is.True);
        Assert.That(TronTransaction.DecodeExact(hidden).Code, Is.EqualTo(TronErrorCodes.InvalidTransaction));
    }

    [Test]
    [Category("Seeded")]
    public void Damaged_bytes_are_refused_or_read_as_something_else_and_never_throw()
    {
        const int Seed = 20261120;
        var random = new Random(Seed);
        var encoded = Example().Encode();
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = encoded[..random.Next(encoded.Length + 1)];
            for (var j = random.Next(4); j > 0 && damaged.Length > 0; j--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Assert.That(() => TronTransaction.DecodeExact(damaged), Throws.Nothing, $"Seed {Seed}, round {i}.");
            Assert.That(() => SignedTronTransaction.Deserialize(damaged), Throws.Nothing);
        }
    }

    [Test]
    public void Two_contracts_in_one_transaction_are_refused()
    {
        var contract = Example().Encode();
        byte[] twice = [.. contract, .. new byte[] { 0x5a, 0x00 }];
        Assert.That(TronTransaction.Decode(twice).Code, Is.EqualTo(TronErrorCodes.InvalidTransaction));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void A_transfer_of_nothing_is_refused(long sun) =>
        Assert.That(
            TronTransaction.Transfer(Someone, TronAddress.FromBody([.. Enumerable.Repeat((byte)1, 20)]), sun, default, default, default).Code,
            Is.EqualTo(TronErrorCodes.InvalidAmount));

    [Test]
    public void A_transfer_to_oneself_is_refused() =>
        Assert.That(TronTransaction.Transfer(Someone, Someone, 1, default, default, default).Code, Is.EqualTo(TronErrorCodes.InvalidAddress));

    [Test]
    public void A_reference_needs_the_id_of_that_block()
    {
        var id = "0000000004500010" + new string('a', 48);
        Assert.That(TronBlockReference.To(0x4500010, id).Bytes, Is.EqualTo(0x0010));
        Assert.That(() => TronBlockReference.To(0x4500011, id), Throws.ArgumentException);
        Assert.That(() => TronBlockReference.To(1, "no"), Throws.ArgumentException);
    }

    private static TronTransaction Example() => new()
    {
        Contract = new TransferContract(Someone, TronAddress.FromBody([.. Enumerable.Repeat((byte)9, 20)]), 123_456_789),
        Reference = new TronBlockReference(0xABCD, 0x0123456789ABCDEF),
        ExpirationMs = 1_777_445_665_000,
        TimestampMs = 1_777_445_605_000,
        Memo = "memo"u8.ToArray(),
    };
}
