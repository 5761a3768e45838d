using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Tron.Payments.Tests;

internal sealed class PermissionTests : PaymentsTest
{
    private const string Watch = "tron.watch-permissions";

    [Test]
    public async Task A_hot_wallet_that_is_only_its_own_is_no_news()
    {
        Give(Hot, 5);
        Mine(Solidity + 1);

        await Market.RunWorkAsync(Watch);

        Assert.That(Market.Logs.Lines, Has.None.Contains("ALARM"));
    }

    [Test]
    public async Task A_stranger_who_may_sign_for_the_hot_wallet_is_an_alarm_once()
    {
        using var node = new TakenOver(Hot, Home.Address);
        await using var market = Market.AnotherProcess(services =>
        {
            services.TryAddSingleton(_ => Client(node));
            Install(services, "/");
        });

        await market.RunWorkAsync(Watch);
        await market.RunWorkAsync(Watch);

        Assert.That(market.Logs.Lines, Has.Exactly(1).Contains("ALARM").And.Exactly(1).Contains(Home.Address.ToString()));
    }

    private static TronNodeClient Client(HttpMessageHandler node)
    {
        var options = new TronNodeOptions { RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://taken-over")));
        return new TronNodeClient(options, handler: node);
    }

    /// <summary>A chain on which the hot wallet's owner permission went to somebody else.</summary>
    private sealed class TakenOver(TronAddress hot, TronAddress stranger) : HttpMessageHandler
    {
        private static readonly string Genesis = new('0', 64);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(request.RequestUri!.AbsolutePath.EndsWith("getaccount", StringComparison.Ordinal)
                    ? $$$$"""{"address":"{{{{hot.ToHex()}}}}","balance":5,"owner_permission":{"permission_name":"owner","threshold":1,"keys":[{"address":"{{{{stranger.ToHex()}}}}","weight":1}]}}"""
                    : $$$$"""{"blockID":"{{{{Genesis}}}}","block_header":{"raw_data":{"number":0,"parentHash":"{{{{Genesis}}}}","timestamp":0}}}"""),
            });
    }
}
