using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Tests;

/// <summary>The node's answers of the vector file, read by the client.</summary>
public class NodeBodyVectorTests
{
    [Test]
    public async Task Every_broadcast_answer_gives_its_code_text_and_advice()
    {
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        var signed = new TronTransaction
        {
            Contract = new TransferContract(key.Address, default, 1),
            Reference = new TronBlockReference(1, 2),
            ExpirationMs = 1_000,
        }.Sign(key);
        foreach (var body in VectorFile.Object("nodeBodies").GetProperty("broadcast").EnumerateObject())
        {
            // The success is another transaction's: say it is ours, as a node would.
            var text = body.Name == "success" ? $"{{\"result\":true,\"txid\":\"{signed.Id}\"}}" : body.Value.GetRawText();
            using var client = ScriptedNode.Client(text);
            var outcome = await client.BroadcastAsync(signed);
            var code = body.Value.TextOrEmpty("code");
            Assert.That(outcome.Advice, Is.EqualTo(code.Length > 0 ? ForCode(code) : ForAnswer(body.Name)), body.Name);
            if (code.Length > 0)
            {
                Assert.That(outcome.Code, Is.EqualTo(code));
                Assert.That(outcome.Message, Is.EqualTo(Encoding.UTF8.GetString(body.Value.Bytes("message"))), "The text is decoded from hexadecimal.");
            }
        }
    }

    [Test]
    public async Task A_success_for_another_transaction_is_no_success()
    {
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        var signed = new TronTransaction { Contract = new TransferContract(key.Address, default, 1), Reference = default, ExpirationMs = 1 }.Sign(key);
        using var client = ScriptedNode.Client(VectorFile.Object("nodeBodies").GetProperty("broadcast").GetProperty("success").GetRawText());
        Assert.That((await client.BroadcastAsync(signed)).Advice, Is.EqualTo(BroadcastAdvice.Unknown));
    }

    [Test]
    public async Task Unknown_things_are_not_found_and_a_lite_node_does_not_serve()
    {
        var bodies = VectorFile.Object("nodeBodies");
        using var unknownBlock = ScriptedNode.Client(bodies.GetProperty("unknownBlock").GetRawText());
        Assert.That((await unknownBlock.GetBlockAsync(5, TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        using var unknownTransaction = ScriptedNode.Client(bodies.GetProperty("unknownTransaction").GetRawText());
        Assert.That((await unknownTransaction.GetTransactionAsync(new string('0', 64), TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        Assert.That((await unknownTransaction.GetTransactionInfoAsync(new string('0', 64), TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        using var lite = ScriptedNode.Client(bodies.GetProperty("liteFullNodeBareText").GetString()!);
        Assert.That((await lite.GetTransactionInfosAsync(5, TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.NotServed));
    }

    [Test]
    public async Task Accounts_resources_and_parameters_are_read()
    {
        var bodies = VectorFile.Object("nodeBodies");
        var body = bodies.GetProperty("getaccount");
        var address = TronAddress.Parse(body.Text("address")).Value;
        using var accounts = ScriptedNode.Client(body.GetRawText());
        var account = (await accounts.GetAccountAsync(address, TronView.Head)).Value;
        Assert.That((account.Exists, account.BalanceSun, account.IsContract), Is.EqualTo((true, body.Number("balance"), body.TextOrEmpty("type") == "Contract")));
        Assert.That(account.PermissionKeys.Select(key => (key.PermissionId, key.Address.ToHex(), key.Weight, key.Threshold)), Is.EqualTo(PermissionsIn(body)));
        Assert.That((await accounts.GetAccountAsync(default, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Inconsistent), "Another's account.");

        using var unactivated = ScriptedNode.Client(bodies.GetProperty("getaccount_unactivated").GetRawText());
        Assert.That((await unactivated.GetAccountAsync(address, TronView.Head)).Value.Exists, Is.False);

        foreach (var name in new[] { "getaccountresource", "getaccountresource_new" })
        {
            var shown = bodies.GetProperty(name);
            using var resources = ScriptedNode.Client(shown.GetRawText());
            var left = (await resources.GetAccountResourceAsync(address)).Value.FreeBandwidthLeft;
            Assert.That(left, Is.EqualTo(shown.Number("freeNetLimit") - shown.Number("freeNetUsed")), name);
        }
    }

    [Test]
    public async Task Chain_parameters_are_those_the_node_names()
    {
        var body = VectorFile.Object("nodeBodies").GetProperty("getchainparameters");
        using var node = ScriptedNode.Client(body.GetRawText());
        var prices = (await node.GetChainParametersAsync()).Value;
        var named = body.Items("chainParameter").ToDictionary(item => item.Text("key"), item => item.Number("value"));
        (string Key, long Value)[] read =
        [
            ("getTransactionFee", prices.BandwidthPriceSun),
            ("getEnergyFee", prices.EnergyPriceSun),
            ("getCreateNewAccountFeeInSystemContract", prices.ActivationFeeSun),
            ("getCreateAccountFee", prices.ActivationBandwidthFeeSun),
            ("getFreeNetLimit", prices.FreeBandwidthPerDay),
            ("getMemoFee", prices.MemoFeeSun),
            ("getMultiSignFee", prices.MultiSignatureFeeSun),
        ];
        foreach (var (key, value) in read.Where(price => named.ContainsKey(price.Key)))
        {
            Assert.That(value, Is.EqualTo(named[key]), key);
        }
    }

    [Test]
    public async Task The_scan_scenario_gives_exactly_the_expected_deposits()
    {
        var scenario = VectorFile.Object("scanScenario");
        using var blocks = ScriptedNode.Client(scenario.GetProperty("getblockbynum").GetRawText());
        using var ranges = ScriptedNode.Client(scenario.GetProperty("getblockbylimitnext").GetRawText());
        using var receipts = ScriptedNode.Client(scenario.GetProperty("gettransactioninfobyblocknum").GetRawText());
        var number = NumberOf(scenario.GetProperty("getblockbynum"));
        var inRange = scenario.GetProperty("getblockbylimitnext").Items("block").ToArray();
        var watched = scenario.Items("watched").Select(text => TronAddress.Parse(text.GetString()).Value).ToHashSet();
        var token = TronAddress.Parse(scenario.Text("token")).Value;

        var block = (await blocks.GetBlockAsync(number, TronView.Solid)).Value;
        var first = inRange.Min(NumberOf);
        var range = (await ranges.GetBlocksAsync(first, first + inRange.Length, TronView.Solid)).Value;
        var infos = (await receipts.GetTransactionInfosAsync(number, TronView.Solid)).Value;
        Assert.That(range.Select(item => item.Id), Does.Contain(block.Id));
        Assert.That(
            range.Select(item => (item.Number, item.Transactions.Count)),
            Is.EquivalentTo(inRange.Select(item => (NumberOf(item), item.Items("transactions").Count()))),
            "A block without transactions is an empty block.");
        Assert.That(TransferScan.Match(block, infos), Is.True);

        var plain = TransferScan.Trx(block, watched.Contains);
        var found = plain.Transfers
            .Concat(TransferScan.Trc20Tokens(infos, address => address == token, watched.Contains).Transfers)
            .Concat(TransferScan.TrxInternal(infos, watched.Contains).Transfers)
            .Where(transfer => !IsDust(scenario, transfer))
            .Select(Describe);
        var expected = scenario.Items("expectedDeposits").Select(deposit => (
            deposit.Text("txID"), deposit.Text("kind"), deposit.Text("asset"), (int)deposit.Number("index"), deposit.Text("to"), deposit.Text("amount")));
        Assert.That(found, Is.EquivalentTo(expected));

        var refused = scenario.Items("expectedNotCredited").Select(item => item.Text("txID"));
        var loud = scenario.Items("expectedNotCredited").Where(item => item.Text("why").Contains("alarm", StringComparison.Ordinal)).Select(item => item.Text("txID"));
        var alarms = plain.Alarms.Select(alarm => alarm.TransactionId).ToArray();
        Assert.That(loud, Is.SubsetOf(alarms));
        Assert.That(alarms, Is.SubsetOf(refused), "What is credited raises no alarm.");
    }

    private static long NumberOf(JsonElement block) => block.GetProperty("block_header").GetProperty("raw_data").Number("number");

    /// <summary>Who may sign, read from the JSON by another way than the client's.</summary>
    private static IEnumerable<(int Id, string Address, long Weight, long Threshold)> PermissionsIn(JsonElement account)
    {
        JsonElement[] owner = account.TryGetProperty("owner_permission", out var found) ? [found] : [];
        return from permission in owner.Concat(account.Items("active_permission"))
               from key in permission.Items("keys")
               select ((int)permission.Number("id"), key.Text("address"), key.Number("weight"), permission.Number("threshold"));
    }

    private static bool IsDust(JsonElement scenario, FoundTransfer transfer) =>
        scenario.Items("expectedNotCredited")
            .Any(item => item.Text("txID") == transfer.TransactionId && item.Text("why").StartsWith("dust", StringComparison.Ordinal));

    private static (string Id, string Kind, string Asset, int Index, string To, string Amount) Describe(FoundTransfer transfer) => (
        transfer.TransactionId,
        transfer.Kind switch
        {
            TransferKind.Trx => "trx",
            TransferKind.Trc20 => "trc20",
            _ => "trx-internal",
        },
        transfer.Token?.ToString() ?? "TRX",
        transfer.Index,
        transfer.To.ToString(),
        transfer.Amount.ToString(CultureInfo.InvariantCulture));

    /// <summary>What the official error catalogue says of each code; one that it does not know is unknown to us too.</summary>
    private static BroadcastAdvice ForCode(string code) => code switch
    {
        "SIGERROR" => BroadcastAdvice.Never,
        "BANDWITH_ERROR" or "CONTRACT_EXE_ERROR" => BroadcastAdvice.AfterStateChange,
        "CONTRACT_VALIDATE_ERROR" or "TAPOS_ERROR" or "TOO_BIG_TRANSACTION_ERROR" or "TRANSACTION_EXPIRATION_ERROR" => BroadcastAdvice.Rebuild,
        "SERVER_BUSY" or "NO_CONNECTION" or "NOT_ENOUGH_EFFECTIVE_CONNECTION" or "BLOCK_UNSOLIDIFIED" => BroadcastAdvice.SendAgain,
        _ => BroadcastAdvice.Unknown,
    };

    /// <summary>Answers without a code.</summary>
    private static BroadcastAdvice ForAnswer(string name) => name switch
    {
        "success" => BroadcastAdvice.Accepted,
        "httpError_rateLimited" => BroadcastAdvice.SendAgain,
        _ => BroadcastAdvice.Unknown,
    };
}
