namespace Marketplace.Tron.Devnet.Tests;

/// <summary>What java-tron refuses, in its order and its words.</summary>
public class RefusalTests
{
    private const long Trx = Chain.Trx;

    [Test]
    public async Task Each_broken_transfer_is_refused_with_the_node_s_code_and_text()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Trx);
        var bob = chain.Bob.Address;
        var head = (await chain.Node.GetNewestBlockAsync(TronView.Head)).Value;
        (string Code, string Text, Func<TronTransaction, TronTransaction> Change)[] cases =
        [
            ("TAPOS_ERROR", "Tapos check error.", raw => raw with { Reference = raw.Reference with { Hash = 1 } }),
            ("TAPOS_ERROR", "Tapos check error.", raw => raw with { Reference = raw.Reference with { Bytes = 9_999 } }),
            ("TRANSACTION_EXPIRATION_ERROR", "Transaction expired", raw => raw with { ExpirationMs = head.TimestampMs }),
            ("TRANSACTION_EXPIRATION_ERROR", "Transaction expired", raw => raw with { ExpirationMs = head.TimestampMs + 86_400_001 }),
            ("SIGERROR", "Validate signature error: permission isn't exit", raw => raw with { PermissionId = 3 }),
            ("CONTRACT_VALIDATE_ERROR", "Contract validate error : Cannot transfer TRX to yourself.",
                raw => raw with { Contract = new TransferContract(chain.Ada.Address, chain.Ada.Address, 1) }),
            ("CONTRACT_VALIDATE_ERROR", "Contract validate error : Amount must be greater than 0.",
                raw => raw with { Contract = new TransferContract(chain.Ada.Address, bob, 0) }),
            ("CONTRACT_VALIDATE_ERROR", "Contract validate error : Amount must be greater than 0.",
                raw => raw with { Contract = new TransferContract(chain.Ada.Address, bob, -5) }),
            ("CONTRACT_VALIDATE_ERROR", "Contract validate error : Cannot transfer TRX to a smartContract.",
                raw => raw with { Contract = new TransferContract(chain.Ada.Address, chain.Devnet.TokenAddress, 1) }),
            // 9.5 and the activation's 1 TRX are more than the 10 there are.
            ("CONTRACT_VALIDATE_ERROR", "Contract validate error : Validate TransferContract error, balance is not sufficient.",
                raw => raw with { Contract = new TransferContract(chain.Ada.Address, bob, 9_500_000) }),
            // 9 and 1 are there, the activation's bandwidth of 0.1 is not.
            ("BANDWITH_ERROR", "Account resource insufficient error.", raw => raw with { Contract = new TransferContract(chain.Ada.Address, bob, 9 * Trx) }),
            ("TOO_BIG_TRANSACTION_ERROR", "Too big transaction", raw => raw with { Memo = new byte[TronTransaction.MaxSizeBytes] }),
        ];
        foreach (var (code, text, change) in cases)
        {
            var signed = await chain.BuildAsync(chain.Ada, bob, 1 * Trx, change);
            var outcome = await chain.Node.BroadcastAsync(signed);
            Assert.That((outcome.Code, outcome.Message), Is.EqualTo((code, outcome.Message)), text);
            Assert.That(outcome.Message, Does.StartWith(text));
            Assert.That(outcome.IsAccepted, Is.False);
        }

        Assert.That(chain.Devnet.BalanceSun(chain.Ada.Address), Is.EqualTo(10 * Trx), "A refused transaction changes nothing.");
    }

    [Test]
    public async Task A_signature_by_a_stranger_is_named_in_the_refusal()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Trx);
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1 * Trx);
        var forged = signed.Transaction.WithSignatures([chain.Bob.Sign(Convert.FromHexString(signed.Id))]);
        var outcome = await chain.Node.BroadcastAsync(forged);
        Assert.That(outcome.Code, Is.EqualTo("SIGERROR"));
        Assert.That(outcome.Advice, Is.EqualTo(BroadcastAdvice.Never));
        Assert.That(outcome.Message, Does.EndWith($" is signed by {chain.Bob.Address} but it is not contained of permission."));
        Assert.That((await chain.Node.BroadcastAsync(signed.Transaction.WithSignatures([]))).Code, Is.EqualTo("DUP_TRANSACTION_ERROR"), "Same id: signatures are not part of it.");
    }

    [Test]
    public async Task An_unknown_sender_has_no_account()
    {
        await using var chain = await Chain.StartAsync();
        var outcome = await chain.Node.BroadcastAsync(await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1));
        Assert.That(outcome.Message, Is.EqualTo("Contract validate error : Validate TransferContract error, no OwnerAccount."));
        Assert.That(outcome.Advice, Is.EqualTo(BroadcastAdvice.Rebuild));
    }

    [Test]
    public async Task The_transaction_cache_answers_duplicate_even_for_what_was_refused()
    {
        await using var chain = await Chain.StartAsync();
        var refused = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1);
        Assert.That((await chain.Node.BroadcastAsync(refused)).Code, Is.EqualTo("CONTRACT_VALIDATE_ERROR"));
        var again = await chain.Node.BroadcastAsync(refused);
        Assert.That((again.Code, again.Message, again.Advice), Is.EqualTo(("DUP_TRANSACTION_ERROR", "Transaction already exists.", BroadcastAdvice.Unknown)));

        using var other = chain.Client("b");
        Assert.That((await other.BroadcastAsync(refused)).Code, Is.EqualTo("CONTRACT_VALIDATE_ERROR"), "Another node has a cache of its own.");
    }

    [Test]
    public async Task Without_the_cache_a_transaction_in_the_pool_or_on_the_chain_is_a_duplicate()
    {
        await using var chain = await Chain.StartAsync(options => options.TransactionCache = false);
        chain.Fund(chain.Ada.Address, 10 * Trx);
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1 * Trx);
        Assert.That((await chain.Node.BroadcastAsync(signed)).IsAccepted, Is.True);
        Assert.That((await chain.Node.BroadcastAsync(signed)).Message, Is.EqualTo("Dup transaction."));
        chain.Devnet.Mine();
        Assert.That((await chain.Node.BroadcastAsync(signed)).Message, Is.EqualTo("Dup transaction."));
        chain.Devnet.Mine(3);
        Assert.That(chain.Devnet.BalanceSun(chain.Bob.Address), Is.EqualTo(1 * Trx), "Paid once.");
    }

    [Test]
    public async Task Fees_follow_bandwidth_activation_and_memo()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 100 * Trx);

        var activation = await SendAsync(chain, 1);
        Assert.That((activation.FeeSun, activation.NetFeeSun), Is.EqualTo((1_100_000L, 100_000L)));
        var first = await SendAsync(chain, 1);
        Assert.That(first.FeeSun, Is.Zero);
        Assert.That(first.NetUsage, Is.InRange(260, 270));
        await SendAsync(chain, 1);
        var third = await SendAsync(chain, 1);
        Assert.That(third.NetUsage, Is.Zero, "The day's 600 free bytes are used up.");
        Assert.That(third.FeeSun, Is.EqualTo(first.NetUsage * 1_000));

        chain.Devnet.AdvanceClock(TimeSpan.FromHours(24));
        chain.Devnet.Mine();
        var memo = await SendAsync(chain, 1, raw => raw with { Memo = "hello"u8.ToArray() });
        Assert.That((memo.FeeSun, memo.NetFeeSun), Is.EqualTo((1_000_000L, 0L)), "A day later the bytes are free again, the memo is not.");
    }

    private static async Task<TronTransactionInfo> SendAsync(Chain chain, long sun, Func<TronTransaction, TronTransaction>? change = null)
    {
        var unique = chain.Devnet.HeadNumber;
        var signed = await chain.BuildAsync(
            chain.Ada, chain.Bob.Address, sun, raw => (change?.Invoke(raw) ?? raw) with { TimestampMs = raw.TimestampMs + unique });
        var outcome = await chain.Node.BroadcastAsync(signed);
        Assert.That(outcome.IsAccepted, Is.True, outcome.ToString());
        chain.Devnet.Mine();
        return (await chain.Node.GetTransactionInfoAsync(signed.Id, TronView.Head)).Value;
    }
}
