using System.Net.Http.Json;
using System.Text.Json;

namespace Marketplace.Tron.Devnet.Tests;

public class FaultTests
{
    private const long Trx = Chain.Trx;

    [Test]
    public async Task The_client_moves_on_from_an_endpoint_that_fails_in_any_way()
    {
        await using var chain = await Chain.StartAsync();
        chain.Devnet.Mine(3);
        DevnetFault[] faults =
        [
            new() { Kind = DevnetFaultKind.Status, Status = 500 },
            new() { Kind = DevnetFaultKind.Status, Status = 503 },
            new() { Kind = DevnetFaultKind.Status, Status = 429 },
            new() { Kind = DevnetFaultKind.Status, Status = 403 },
            new() { Kind = DevnetFaultKind.Status, Status = 404 },
            new() { Kind = DevnetFaultKind.CutJson },
            new() { Kind = DevnetFaultKind.LiteText },
            new() { Kind = DevnetFaultKind.RateLimited },
            new() { Kind = DevnetFaultKind.Oversized },
        ];
        foreach (var fault in faults)
        {
            using var client = chain.Client("b", "c");
            chain.Devnet.AddFault(fault with { Endpoint = "b" });
            var block = await client.GetNewestBlockAsync(TronView.Head);
            Assert.That(block.IsSuccess, Is.True, $"{fault.Kind} {fault.Status}: {block.Error}");
            Assert.That(block.Value.Number, Is.EqualTo(3));
            chain.Devnet.ClearFaults();
        }
    }

    [Test]
    public async Task An_endpoint_alone_gives_the_failure_its_code()
    {
        await using var chain = await Chain.StartAsync();
        (DevnetFault Fault, string Code)[] cases =
        [
            (new() { Kind = DevnetFaultKind.Status, Status = 500 }, TronErrorCodes.ServerError),
            (new() { Kind = DevnetFaultKind.Status, Status = 429 }, TronErrorCodes.RateLimited),
            (new() { Kind = DevnetFaultKind.Status, Status = 404 }, TronErrorCodes.NotServed),
            (new() { Kind = DevnetFaultKind.CutJson }, TronErrorCodes.BadResponse),
            (new() { Kind = DevnetFaultKind.LiteText }, TronErrorCodes.NotServed),
            (new() { Kind = DevnetFaultKind.RateLimited }, TronErrorCodes.RateLimited),
            (new() { Kind = DevnetFaultKind.Oversized }, TronErrorCodes.ResponseTooLarge),
            (new() { Kind = DevnetFaultKind.Empty }, TronErrorCodes.NotFound),
        ];
        foreach (var (fault, code) in cases)
        {
            chain.Devnet.AddFault(fault with { Count = null });
            Assert.That((await chain.Node.GetNewestBlockAsync(TronView.Solid)).Code, Is.EqualTo(code), fault.Kind.ToString());
            chain.Devnet.ClearFaults();
        }
    }

    [Test]
    public async Task A_broadcast_that_is_accepted_and_lost_never_reaches_a_block()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Trx);
        chain.Devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.AcceptedThenLost });
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1 * Trx);
        Assert.That((await chain.Node.BroadcastAsync(signed)).IsAccepted, Is.True);
        chain.Devnet.Mine(20);
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.NotFound));
        Assert.That((await chain.Node.BroadcastAsync(signed)).Code, Is.EqualTo("DUP_TRANSACTION_ERROR"), "That node remembers it.");
        using var other = chain.Client("b");
        Assert.That((await other.BroadcastAsync(signed)).IsAccepted, Is.True, "Another does not.");
    }

    [Test]
    public async Task A_broadcast_without_an_answer_is_unknown_and_may_be_in_the_next_block()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Trx);
        var options = new TronNodeOptions { Timeout = TimeSpan.FromMilliseconds(200), RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(chain.Devnet.Address!));
        using var impatient = new TronNodeClient(options);
        chain.Devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.TimeoutAfterAcceptance });
        var signed = await chain.BuildAsync(chain.Ada, chain.Bob.Address, 1 * Trx);
        var outcome = await impatient.BroadcastAsync(signed);
        Assert.That((outcome.Code, outcome.Advice), Is.EqualTo((TronErrorCodes.Timeout, BroadcastAdvice.Unknown)));
        chain.Devnet.Mine();
        Assert.That((await chain.Node.GetTransactionAsync(signed.Id, TronView.Head)).IsSuccess, Is.True);
    }

    [Test]
    public async Task Lies_about_a_transfer_are_alarms_and_never_deposits()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Trx);
        bool IsWatched(TronAddress address) => address == chain.Ada.Address;

        chain.Devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.LieAmount });
        var shown = TransferScan.Trx((await chain.Node.GetBlockAsync(1, TronView.Head)).Value, IsWatched);
        Assert.That(shown.Transfers.Single().Amount, Is.EqualTo(new System.Numerics.BigInteger(10 * Trx)), "The signed bytes count, not the JSON.");

        foreach (var kind in new[] { DevnetFaultKind.LieBytes, DevnetFaultKind.MissingResult })
        {
            chain.Devnet.AddFault(new DevnetFault { Kind = kind });
            var scan = TransferScan.Trx((await chain.Node.GetBlockAsync(1, TronView.Head)).Value, IsWatched);
            Assert.That(scan.Transfers, Is.Empty, kind.ToString());
            Assert.That(scan.Alarms.Select(alarm => alarm.NodeIsUntrue), Is.EqualTo(new[] { true }), kind.ToString());
        }

        chain.Devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.MissingTransactions });
        Assert.That((await chain.Node.GetBlockAsync(1, TronView.Head)).Value.Transactions, Is.Not.Empty, "The header's root says that there are some, so the client asks again.");

        chain.Devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.LieBlockId, Count = null });
        Assert.That((await chain.Node.GetBlocksAsync(0, 2, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Inconsistent));
    }

    [Test]
    public async Task One_endpoint_lags_and_one_is_on_another_chain()
    {
        await using var chain = await Chain.StartAsync();
        chain.Devnet.Mine(40);
        chain.Devnet.ConfigureEndpoint("slow", lagBlocks: 5);
        chain.Devnet.ConfigureEndpoint("alien", otherChain: true);
        using var client = chain.Client("main", "slow", "alien");
        var each = client.PerEndpoint();
        Assert.That((await each[1].GetNewestBlockAsync(TronView.Head)).Value.Number, Is.EqualTo(35));
        Assert.That((await each[1].GetNewestBlockAsync(TronView.Solid)).Value.Number, Is.EqualTo(17));
        Assert.That((await each[0].GetGenesisIdAsync()).Value, Is.EqualTo(chain.Devnet.GenesisId));
        Assert.That((await each[2].GetGenesisIdAsync()).Value, Is.Not.EqualTo(chain.Devnet.GenesisId));
    }

    [Test]
    public async Task The_control_API_does_what_the_object_does()
    {
        await using var chain = await Chain.StartAsync();
        using var http = new HttpClient { BaseAddress = chain.Devnet.Address };
        await PostAsync(http, "faucet", new { address = chain.Ada.Address.ToString(), amount_sun = 5 * Trx });
        await PostAsync(http, "faucet", new { address = chain.Ada.Address.ToString(), token_amount = "77" });
        var mined = await PostAsync(http, "mine", new { count = 20, step_ms = 3_000 });
        Assert.That(mined.GetProperty("head").GetInt64(), Is.EqualTo(20));
        Assert.That(mined.GetProperty("solid").GetInt64(), Is.EqualTo(2));
        var account = await http.GetFromJsonAsync<JsonElement>($"devnet/account/{chain.Ada.Address}");
        Assert.That(account.GetProperty("solid_balance_sun").GetInt64(), Is.EqualTo(5 * Trx));
        Assert.That(account.GetProperty("token_balance").GetString(), Is.EqualTo("77"));
        var blocks = await http.GetFromJsonAsync<JsonElement>("devnet/blocks?count=20");
        Assert.That(blocks.EnumerateArray().Last().GetProperty("transactions").GetArrayLength(), Is.EqualTo(2));
        await PostAsync(http, "fork", new { depth = 3 });
        await PostAsync(http, "fault", new { kind = "status", status = 500, count = 2 });
        Assert.That((await http.GetFromJsonAsync<JsonElement>("devnet/faults")).GetArrayLength(), Is.EqualTo(1));
        await http.DeleteAsync("devnet/faults");
        await PostAsync(http, "endpoint", new { name = "b", lag_blocks = 3 });
        var state = await http.GetFromJsonAsync<JsonElement>("devnet/state");
        Assert.That(state.GetProperty("head").GetInt64(), Is.EqualTo(21));
        Assert.That(state.GetProperty("endpoints")[0].GetProperty("lag_blocks").GetInt32(), Is.EqualTo(3));
        Assert.That((await http.PostAsJsonAsync("devnet/fork", new { depth = 99 })).StatusCode, Is.EqualTo(System.Net.HttpStatusCode.BadRequest));
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        var response = await http.PostAsJsonAsync($"devnet/{path}", body);
        Assert.That(response.IsSuccessStatusCode, Is.True, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
