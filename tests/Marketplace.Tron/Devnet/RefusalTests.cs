using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

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
    public async Task A_transaction_the_node_made_is_signed_here_and_refused_before_it_is_made_as_it_would_be_later()
    {
        await using var chain = await Chain.StartAsync();
        using var http = new HttpClient { BaseAddress = chain.Devnet.Address };
        chain.Fund(chain.Ada.Address, 10 * Trx);
        (string From, string To, long Sun, string Text)[] refused =
        [
            ("", Hex(chain.Bob), 1, "Invalid ownerAddress!"),
            (Hex(chain.Ada), "41", 1, "Invalid toAddress!"),
            (Hex(chain.Ada), Hex(chain.Ada), 1, "Cannot transfer TRX to yourself."),
            (Hex(chain.Bob), Hex(chain.Ada), 1, "Validate TransferContract error, no OwnerAccount."),
            (Hex(chain.Ada), Hex(chain.Bob), 0, "Amount must be greater than 0."),
            (Hex(chain.Ada), chain.Devnet.TokenAddress.ToHex(), 1, "Cannot transfer TRX to a smartContract."),
            (Hex(chain.Ada), Hex(chain.Bob), 9_500_000, "Validate TransferContract error, balance is not sufficient."),
        ];
        foreach (var (from, to, sun, text) in refused)
        {
            Assert.That(await CreateAsync(from, to, sun), Is.EqualTo($$"""{"Error":"class org.tron.core.exception.ContractValidateException : {{text}}"}"""));
        }

        using var made = JsonDocument.Parse(await CreateAsync(Hex(chain.Ada), Hex(chain.Bob), 3 * Trx));
        var raw = Convert.FromHexString(made.RootElement.GetProperty("raw_data_hex").GetString()!);
        var transaction = TronTransaction.Decode(raw).Value;
        Assert.That(transaction.Contract, Is.EqualTo(new TransferContract(chain.Ada.Address, chain.Bob.Address, 3 * Trx)));
        Assert.That(TronTransaction.ComputeId(raw), Is.EqualTo(made.RootElement.GetProperty("txID").GetString()));
        Assert.That((await chain.Node.BroadcastAsync(transaction.Sign(chain.Ada))).IsAccepted, Is.True);
        chain.Devnet.Mine();
        Assert.That(chain.Devnet.BalanceSun(chain.Bob.Address), Is.EqualTo(3 * Trx));

        static string Hex(TronKey key) => key.Address.ToHex();

        async Task<string> CreateAsync(string from, string to, long sun)
        {
            var answer = await http.PostAsync("wallet/createtransaction", JsonContent.Create(new { owner_address = from, to_address = to, amount = sun }));
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Test]
    public async Task Energy_is_estimated_and_what_can_not_be_estimated_is_refused_within_the_result()
    {
        await using var chain = await Chain.StartAsync();
        using var http = new HttpClient { BaseAddress = chain.Devnet.Address };
        var (owner, token) = (chain.Devnet.FaucetAddress.ToHex(), chain.Devnet.TokenAddress.ToHex());
        var data = Convert.ToHexStringLower(Trc20.EncodeTransfer(chain.Bob.Address, 1));
        var estimate = new { owner_address = owner, contract_address = token, function_selector = "transfer(address,uint256)", parameter = data[8..] };
        var called = await chain.Node.CallAsync(chain.Devnet.FaucetAddress, chain.Devnet.TokenAddress, Convert.FromHexString(data));
        foreach (var area in (string[])["wallet", "walletsolidity"])
        {
            Assert.That(await EstimateAsync(estimate, area), Is.EqualTo($$"""{"result":{"result":true},"energy_required":{{called.Value.EnergyUsed}}}"""));
        }

        Assert.That(await EstimateAsync(estimate with { function_selector = "nothing()" }), Is.EqualTo(
            Result("\"result\":true", "REVERT opcode executed")));
        Assert.That(await EstimateAsync(estimate with { contract_address = owner }), Is.EqualTo(
            Result("\"code\":\"CONTRACT_VALIDATE_ERROR\"", "Smart contract is not exist.")));
        Assert.That(await EstimateAsync(estimate with { owner_address = "" }), Is.EqualTo(
            Result("\"code\":\"OTHER_ERROR\"", "class java.security.InvalidParameterException : owner_address isn't set.")));

        static string Result(string code, string text) =>
            $"{{\"result\":{{{code},\"message\":\"{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))}\"}}}}";

        async Task<string> EstimateAsync<T>(T body, string area = "wallet") =>
            await (await http.PostAsync($"{area}/estimateenergy", JsonContent.Create(body))).Content.ReadAsStringAsync();
    }

    [Test]
    public async Task A_transaction_s_weight_says_who_may_sign_and_who_has()
    {
        await using var chain = await Chain.StartAsync();
        using var http = new HttpClient { BaseAddress = chain.Devnet.Address };
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, Trx);
        Assert.That(await WeighAsync(signed), Is.EqualTo(("PERMISSION_ERROR", "Account does not exist!")));
        chain.Fund(chain.Ada.Address, 10 * Trx);
        Assert.That(await WeighAsync(signed), Is.EqualTo(("", "")), "Enough is the code that is zero, and left out.");
        Assert.That(await WeighAsync(signed.Transaction.WithSignatures([])), Is.EqualTo(("NOT_ENOUGH_PERMISSION", "")));
        Assert.That(await WeighAsync((signed.Transaction with { PermissionId = 3 }).Sign(chain.Ada)), Is.EqualTo(("PERMISSION_ERROR", "Permission for this, does not exist!")));
        var stranger = chain.Bob.Sign(Convert.FromHexString(signed.Id));
        Assert.That(await WeighAsync(signed.Transaction.WithSignatures([stranger])), Is.EqualTo(
            ("PERMISSION_ERROR", $"{stranger.ToHex()} is signed by {chain.Bob.Address} but it is not contained of permission.")));

        async Task<(string Code, string Message)> WeighAsync(SignedTronTransaction transaction)
        {
            using var body = new ByteArrayContent(TronTransactionJson.Write(transaction));
            using var answer = JsonDocument.Parse(await (await http.PostAsync("wallet/getsignweight", body)).Content.ReadAsStringAsync());
            var result = answer.RootElement.GetProperty("result");
            return (Text(result, "code"), Text(result, "message"));
        }

        static string Text(JsonElement result, string name) => result.TryGetProperty(name, out var value) ? value.GetString()! : "";
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
