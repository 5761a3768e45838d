using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tron.Devnet.Tests;

public class HostingTests
{
    [Test]
    public async Task A_chain_can_be_mounted_on_another_application_under_a_prefix()
    {
        await using var devnet = new TronDevnet(new TronDevnetOptions { BlockTime = null });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapTronDevnet(devnet, "/tron");
        await app.StartAsync();
        devnet.Mine(2);

        var options = new TronNodeOptions();
        options.Endpoints.Add(new TronNodeEndpoint(new Uri(app.Urls.First() + "/tron")));
        using var node = new TronNodeClient(options);
        Assert.That((await node.GetNewestBlockAsync(TronView.Head)).Value.Number, Is.EqualTo(2));
        Assert.That((await node.GetGenesisIdAsync()).Value, Is.EqualTo(devnet.GenesisId));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(app.Urls.First() + "/tron/devnet/state"), Does.Contain("not TRON"));
    }

    [Test]
    public async Task A_client_in_the_same_process_needs_no_socket_and_meets_the_same_faults()
    {
        await using var devnet = new TronDevnet(new TronDevnetOptions { BlockTime = null });
        devnet.Mine(40);
        devnet.ConfigureEndpoint("b", lagBlocks: 5);
        var options = new TronNodeOptions { RequestsPerSecond = null, BackOff = TimeSpan.Zero, MaxAttempts = 1 };
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://devnet/")));
        using var node = new TronNodeClient(options, handler: devnet.CreateHandler());
        using var other = new TronNodeClient(options, handler: devnet.CreateHandler("/nodes/b"));
        Assert.That((await node.GetNewestBlockAsync(TronView.Head)).Value.Number, Is.EqualTo(40));
        Assert.That((await other.GetNewestBlockAsync(TronView.Solid)).Value.Number, Is.EqualTo(17));

        using var key = TronKey.Generate();
        Assert.That(devnet.Faucet(key.Address, 5 * Chain.Trx).IsSuccess, Is.True);
        devnet.Mine();
        Assert.That((await node.GetAccountAsync(key.Address, TronView.Head)).Value.BalanceSun, Is.EqualTo(5 * Chain.Trx));

        devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.Status, Status = 503, Endpoint = "b" });
        Assert.That((await other.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.ServerError));
        devnet.AddFault(new DevnetFault { Kind = DevnetFaultKind.CutJson });
        Assert.That((await node.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.BadResponse));
        using var http = new HttpClient(devnet.CreateHandler());
        Assert.That((int)(await http.GetAsync(new Uri("http://devnet/elsewhere"))).StatusCode, Is.EqualTo(404));
        Assert.That(await http.GetStringAsync(new Uri("http://devnet/wallet/getblockbynum?num=7")), Does.Contain("\"number\":7"));
    }

    [Test]
    public async Task A_body_above_4_MiB_is_refused_as_the_node_does()
    {
        await using var devnet = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
        using var body = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]);
        using var http = new HttpClient();
        Assert.That((int)(await http.PostAsync(new Uri(devnet.Address!, "wallet/broadcasttransaction"), body)).StatusCode, Is.EqualTo(413));
    }

    [Test]
    public async Task Its_own_server_listens_on_the_loopback_interface_only()
    {
        await using var devnet = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
        Assert.That(devnet.Address!.IsLoopback, Is.True);
    }

    [Test]
    public async Task Blocks_come_by_themselves_when_a_block_time_is_set()
    {
        await using var devnet = new TronDevnet(new TronDevnetOptions { BlockTime = TimeSpan.FromMilliseconds(10) });
        var reached = new TaskCompletionSource();
        devnet.BlockMade += (_, number) =>
        {
            if (number >= 20)
            {
                reached.TrySetResult();
            }
        };
        await reached.Task;
        Assert.That(devnet.SolidNumber, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task A_clock_that_is_moved_forward_expires_what_waits()
    {
        await using var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 10 * Chain.Trx);
        var late = await chain.BuildAsync(chain.Ada, chain.Bob.Address, Chain.Trx);
        chain.Devnet.AdvanceClock(TimeSpan.FromMinutes(2));
        chain.Devnet.Mine();
        Assert.That((await chain.Node.BroadcastAsync(late)).Code, Is.EqualTo("TRANSACTION_EXPIRATION_ERROR"));
    }

    [Test]
    public async Task Requests_that_are_no_JSON_or_no_API_are_answered_as_a_node_does()
    {
        await using var chain = await Chain.StartAsync();
        using var http = new HttpClient { BaseAddress = chain.Devnet.Address };
        var garbage = await http.PostAsync("wallet/broadcasttransaction", new StringContent("{\"txID\":"));
        Assert.That(await garbage.Content.ReadAsStringAsync(), Is.EqualTo("{\"Error\":\"class org.tron.json.JSONException : syntax error\"}"));
        var partial = await http.PostAsync("wallet/broadcasttransaction", new StringContent("{\"raw_data\":{}}"));
        Assert.That(await partial.Content.ReadAsStringAsync(), Does.Contain("Error"));
        foreach (var path in (string[])["wallet/nosuchthing", "walletsolidity/broadcasttransaction", "wallet", "wallet/a/b", "nodes/b/wallet/a/b", "healthcheck", ""])
        {
            var unknown = await http.PostAsync(path, new StringContent("{}"));
            Assert.That(unknown.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.NotFound), path);
            Assert.That(unknown.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"), path);
            Assert.That(await unknown.Content.ReadAsStringAsync(), Does.EndWith("\",\"status\":\"404\",\"message\":\"Not Found\"}"), path);
        }

        var put = await http.PutAsync("wallet/getnowblock", new StringContent("{}"));
        Assert.That(put.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.MethodNotAllowed));
        Assert.That(await put.Content.ReadAsStringAsync(), Is.EqualTo(
            "{\"url\":\"/wallet/getnowblock\",\"status\":\"405\",\"message\":\"HTTP method PUT is not supported by this URL\"}"));
        Assert.That(await http.GetStringAsync("wallet/getblockbynum?num=0"), Does.Contain(chain.Devnet.GenesisId));
        Assert.That(await http.GetStringAsync("wallet/getblockbynum?num=5"), Is.EqualTo("{}"));
        Assert.That(await http.GetStringAsync("wallet/gettransactioninfobyblocknum?num=0"), Is.EqualTo("{}"));
        Assert.That(await http.GetStringAsync("wallet/gettransactioninfobyblocknum?num=9"), Is.EqualTo("[]"));
        Assert.That(await http.GetStringAsync("wallet/getblockbylimitnext?startNum=0&endNum=101"), Is.EqualTo("{}"));
        var huge = await http.PostAsync("wallet/broadcasttransaction", new ByteArrayContent(new byte[5 * 1024 * 1024]));
        Assert.That(huge.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.RequestEntityTooLarge));
    }
}
