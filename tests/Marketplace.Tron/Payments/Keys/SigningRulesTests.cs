using Marketplace.Kernel;

namespace Marketplace.Tron.Payments.Tests.Keys;

/// <summary>What the signer signs, and each thing that it does not.</summary>
internal sealed class SigningRulesTests : SignerTest
{
    [Test]
    public void A_payment_out_of_the_hot_wallet_is_signed_by_its_key()
    {
        var payment = Payment(20);

        var signed = Sign("withdrawal:1", payment).Require();

        Assert.That(signed, Is.EqualTo(new TronSigned(signed.Signature, payment.ComputeId(), Somebody.ToString(), Sun.FromTrx(20))));
        Assert.That(SignerOf(payment, signed), Is.EqualTo(Hot));
    }

    [Test]
    public void A_sweep_to_the_hot_wallet_is_signed_by_the_key_of_its_deposit_address()
    {
        var sweep = Payment(5_000, to: Hot, from: Deposit(7));

        Assert.That(SignerOf(sweep, Sign("sweep:1", sweep, "deposit:7").Require()), Is.EqualTo(Deposit(7)));
    }

    [Test]
    public void The_cold_wallet_is_paid_whatever_the_limits()
    {
        Assert.That(Sign("cold:1", Payment(1_000_000, to: Cold)).Succeeded);
        Assert.That(Sign("withdrawal:1", Payment(50)).Succeeded, "What went there does not count.");
    }

    [Test]
    public void Out_of_a_deposit_address_coins_go_to_the_hot_wallet_only()
    {
        Assert.That(Reason(Sign("sweep:1", Payment(5, from: Deposit(7)), "deposit:7")), Is.EqualTo("wrong_recipient"));
        Assert.That(Reason(Sign("sweep:1", Payment(5, to: Cold, from: Deposit(7)), "deposit:7")), Is.EqualTo("wrong_recipient"));
        Assert.That(Reason(Sign("sweep:1", Payment(5, to: Deposit(8), from: Deposit(7)), "deposit:7")), Is.EqualTo("wrong_recipient"));
    }

    [Test]
    public void The_source_must_be_the_payer()
    {
        Assert.That(Reason(Sign("x", Payment(5, to: Hot, from: Deposit(7)), "deposit:8")), Is.EqualTo("wrong_owner"));
        Assert.That(Reason(Sign("x", Payment(5, from: Deposit(7)))), Is.EqualTo("wrong_owner"));
        Assert.That(Reason(Sign("x", Payment(5), "deposit:7")), Is.EqualTo("wrong_owner"));
        Assert.That(Reason(Sign("x", Payment(5, from: Somebody, to: Hot))), Is.EqualTo("wrong_owner"));
    }

    [TestCase("")]
    [TestCase("cold")]
    [TestCase("Hot")]
    [TestCase("deposit:")]
    [TestCase("deposit:-1")]
    [TestCase("deposit: 1")]
    [TestCase("deposit:2147483648")]
    [TestCase("deposit:1'")]
    public void A_source_is_hot_or_a_deposit_address(string source) => Assert.That(Reason(Sign("x", Payment(5), source)), Is.EqualTo("wrong_source"));

    [Test]
    public void Only_plain_transfers_are_signed()
    {
        var call = Payment(5) with { Contract = new TriggerSmartContract(Hot, Somebody, new byte[] { 0xa9, 0x05, 0x9c, 0xbb }) };

        Assert.That(Reason(Sign("x", call)), Is.EqualTo("not_a_transfer"));
        Assert.That(Reason(Sign("x", Payment(5) with { Memo = "hello"u8.ToArray() })), Is.EqualTo("memo"));
        Assert.That(Reason(Sign("x", Payment(5) with { FeeLimitSun = 1 })), Is.EqualTo("fee_limit"));
        Assert.That(Reason(Sign("x", Payment(5) with { PermissionId = 2 })), Is.EqualTo("permission"));
        Assert.That(Reason(Sign("x", Payment(0))), Is.EqualTo("wrong_amount").Or.EqualTo("not_understood"));
        Assert.That(Reason(Sign("x", Payment(-5))), Is.EqualTo("wrong_amount").Or.EqualTo("not_understood"));
        Assert.That(Reason(Sign("x", Payment(5, to: Hot))), Is.EqualTo("wrong_recipient"));
    }

    [Test]
    public void Bytes_that_hold_more_than_they_show_are_not_signed()
    {
        var honest = Convert.ToHexString(Payment(5).Encode());

        Assert.That(Reason(Signer.Sign("x", "hot", $"{honest}1801")), Is.EqualTo("not_understood"), "A field that is out of order.");
        Assert.That(Reason(Signer.Sign("x", "hot", $"{honest}FA0700")), Is.EqualTo("not_understood"), "A field that nobody knows.");
        Assert.That(Reason(Signer.Sign("x", "hot", honest[..^2])), Is.EqualTo("not_understood"), "Cut.");
        Assert.That(Reason(Signer.Sign("x", "hot", $"{honest}0")), Is.EqualTo("not_understood"), "Half a byte.");
        Assert.That(Reason(Signer.Sign("x", "hot", "no bytes")), Is.EqualTo("not_understood"));
        Assert.That(Reason(Signer.Sign("x", "hot", string.Empty)), Is.EqualTo("not_understood").Or.EqualTo("not_a_transfer"));
        Assert.That(Reason(Signer.Sign("x", "hot", new string('0', 2_000_000))), Is.EqualTo("not_understood"));
    }

    [TestCase(-90_001, "expired")]
    [TestCase(-90_000, "expired")]
    [TestCase(-89_999, null)]
    [TestCase(60_000, null)]
    [TestCase(60_001, "expires_too_late")]
    [TestCase(86_400_000, "expires_too_late")]
    public void It_expires_in_the_future_and_soon_by_the_signers_own_clock(int shiftMs, string? reason)
    {
        var payment = Payment(5);

        Assert.That(Reason(Sign("x", payment with { ExpirationMs = payment.ExpirationMs + shiftMs })), Is.EqualTo(reason));
    }

    [TestCase(long.MaxValue, "expires_too_late")]
    [TestCase(long.MinValue, "expired")]
    public void An_absurd_expiration_is_a_refusal_and_no_crash(long expiration, string reason) =>
        Assert.That(Reason(Sign("x", Payment(5) with { ExpirationMs = expiration })), Is.EqualTo(reason).Or.EqualTo("not_understood"));

    [TestCase("")]
    [TestCase("two\nlines")]
    public void A_reference_is_one_line(string reference)
    {
        Assert.That(Reason(Sign(reference, Payment(5))), Is.EqualTo("wrong_reference"));
        Assert.That(Reason(Sign(new string('x', 201), Payment(5))), Is.EqualTo("wrong_reference"));
    }

    [Test]
    public void A_refusal_leaves_nothing_in_the_journal()
    {
        Sign("x", Payment(5, from: Deposit(7)));
        Sign("x", Payment(51));

        Assert.That(ReadJournal(), Is.Empty);
    }

    [Test]
    public void Without_a_journal_there_is_no_signer_and_without_a_memory_no_limit()
    {
        Limits.Journal = null;
        Assert.That(Start, Throws.InvalidOperationException.With.Message.Contains("Journal"));
    }

    private static TronAddress SignerOf(TronTransaction transaction, TronSigned signed) =>
        transaction.WithSignatures([TronSignature.FromHex(signed.Signature).Value]).RecoverSigner().Value;
}
