using System.Globalization;
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
            Assert.That(outcome.Advice, Is.EqualTo(Expected(body.Name)), body.Name);
            if (body.Value.TryGetProperty("code", out var code))
            {
                Assert.That(outcome.Code, Is.EqualTo(code.GetString()));
                Assert.That(outcome.Message, Does.Contain(' ').Or.EqualTo("Error: null"), "The text is decoded from hexadecimal.");
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
        Assert.That((account.Exists, account.BalanceSun, account.IsContract), Is.EqualTo((true, body.GetProperty("balance").GetInt64(), false)));
        Assert.That(account.PermissionKeys.Select(key => (key.PermissionId, key.Address)), Is.EqualTo(new[] { (0, address), (2, address) }));
        Assert.That((await accounts.GetAccountAsync(default, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Inconsistent), "Another's account.");

        using var unactivated = ScriptedNode.Client(bodies.GetProperty("getaccount_unactivated").GetRawText());
        Assert.That((await unactivated.GetAccountAsync(address, TronView.Head)).Value.Exists, Is.False);

        using var resources = ScriptedNode.Client(bodies.GetProperty("getaccountresource").GetRawText());
        Assert.That((await resources.GetAccountResourceAsync(address)).Value.FreeBandwidthLeft, Is.EqualTo(600 - 441));
        using var fresh = ScriptedNode.Client(bodies.GetProperty("getaccountresource_new").GetRawText());
        Assert.That((await fresh.GetAccountResourceAsync(address)).Value.FreeBandwidthLeft, Is.EqualTo(600));

        using var parameters = ScriptedNode.Client(bodies.GetProperty("getchainparameters").GetRawText());
        var prices = (await parameters.GetChainParametersAsync()).Value;
        Assert.That(
            (prices.BandwidthPriceSun, prices.EnergyPriceSun, prices.ActivationFeeSun, prices.ActivationBandwidthFeeSun, prices.FreeBandwidthPerDay),
            Is.EqualTo((1_000L, 100L, 1_000_000L, 100_000L, 600L)));
    }

    [Test]
    public async Task The_scan_scenario_gives_exactly_the_expected_deposits()
    {
        var scenario = VectorFile.Object("scanScenario");
        using var blocks = ScriptedNode.Client(scenario.GetProperty("getblockbynum").GetRawText());
        using var ranges = ScriptedNode.Client(scenario.GetProperty("getblockbylimitnext").GetRawText());
        using var receipts = ScriptedNode.Client(scenario.GetProperty("gettransactioninfobyblocknum").GetRawText());
        var number = scenario.GetProperty("getblockbynum").GetProperty("block_header").GetProperty("raw_data").GetProperty("number").GetInt64();
        var watched = scenario.GetProperty("watched").EnumerateArray().Select(text => TronAddress.Parse(text.GetString()).Value).ToHashSet();
        var token = TronAddress.Parse(scenario.Text("token")).Value;

        var block = (await blocks.GetBlockAsync(number, TronView.Solid)).Value;
        var range = (await ranges.GetBlocksAsync(number, number + 2, TronView.Solid)).Value;
        var infos = (await receipts.GetTransactionInfosAsync(number, TronView.Solid)).Value;
        Assert.That(range[0].Id, Is.EqualTo(block.Id));
        Assert.That(range[1].ParentId, Is.EqualTo(block.Id));
        Assert.That(range[1].Transactions, Is.Empty);
        Assert.That(TransferScan.Match(block, infos), Is.True);

        var plain = TransferScan.Trx(block, watched.Contains);
        var found = plain.Transfers
            .Concat(TransferScan.Trc20Tokens(infos, address => address == token, watched.Contains).Transfers)
            .Concat(TransferScan.TrxInternal(infos, watched.Contains).Transfers)
            .Where(transfer => !IsDust(scenario, transfer))
            .Select(Describe);
        var expected = scenario.GetProperty("expectedDeposits").EnumerateArray().Select(deposit => (
            deposit.Text("txID"), deposit.Text("kind"), deposit.Text("asset"), deposit.GetProperty("index").GetInt32(), deposit.Text("to"), deposit.Text("amount")));
        Assert.That(found, Is.EquivalentTo(expected));

        var silent = scenario.GetProperty("expectedNotCredited").EnumerateArray()
            .Where(item => item.Text("why").Contains("alarm", StringComparison.Ordinal)).Select(item => item.Text("txID"));
        Assert.That(plain.Alarms.Select(alarm => alarm.TransactionId), Is.EquivalentTo(silent));
    }

    private static bool IsDust(JsonElement scenario, FoundTransfer transfer) =>
        scenario.GetProperty("expectedNotCredited").EnumerateArray()
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

    private static BroadcastAdvice Expected(string name) => name switch
    {
        "success" => BroadcastAdvice.Accepted,
        "SIGERROR" => BroadcastAdvice.Never,
        "BANDWITH_ERROR" or "CONTRACT_EXE_ERROR" => BroadcastAdvice.AfterStateChange,
        "TAPOS_ERROR" or "TOO_BIG_TRANSACTION_ERROR" or "TRANSACTION_EXPIRATION_ERROR" => BroadcastAdvice.Rebuild,
        "SERVER_BUSY" or "NO_CONNECTION" or "NOT_ENOUGH_EFFECTIVE_CONNECTION" or "BLOCK_UNSOLIDIFIED" or "httpError_rateLimited" => BroadcastAdvice.SendAgain,
        _ when name.StartsWith("CONTRACT_VALIDATE_ERROR", StringComparison.Ordinal) => BroadcastAdvice.Rebuild,
        _ => BroadcastAdvice.Unknown,
    };
}
