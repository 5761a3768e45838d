using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tron.Tests;

public class NodeClientTests
{
    private const string Head =
        """{"blockID":"0000000000000005aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","block_header":{"raw_data":{"number":5,"timestamp":9007199254740993,"parentHash":"0000000000000004bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}}}""";

    [Test]
    public async Task Numbers_above_two_to_the_53_keep_every_digit()
    {
        using var client = ScriptedNode.Client(Head);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Value.TimestampMs, Is.EqualTo(9_007_199_254_740_993));
    }

    [Test]
    public async Task The_key_travels_in_its_header_and_never_in_texts()
    {
        using var client = ScriptedNode.Client(_ => ScriptedNode.Json(Head), out var node);
        await client.GetNewestBlockAsync(TronView.Solid);
        Assert.That(node.Requests[0].Headers.GetValues("TRON-PRO-API-KEY"), Is.EqualTo(new[] { "secret-key" }));
        Assert.That(node.Requests[0].RequestUri!.AbsolutePath, Is.EqualTo("/walletsolidity/getnowblock"));
        Assert.That(client.Endpoints[0].ToString(), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_failing_endpoint_is_left_for_the_next_and_asked_last_afterwards()
    {
        using var client = ScriptedNode.Client(
            request => request.RequestUri!.Host == "host1" ? ScriptedNode.Json("", HttpStatusCode.TooManyRequests) : ScriptedNode.Json(Head), out var node, hosts: 2);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).IsSuccess, Is.True);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).IsSuccess, Is.True);
        Assert.That(node.Requests.Select(request => request.RequestUri!.Host), Is.EqualTo(new[] { "host1", "host2", "host2" }));
    }

    [Test]
    public async Task Attempts_are_bounded()
    {
        using var client = ScriptedNode.Client(_ => ScriptedNode.Json("", HttpStatusCode.BadGateway), out var node, hosts: 3);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.ServerError));
        Assert.That(node.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task An_answer_that_is_no_failure_is_not_asked_for_again()
    {
        using var unknown = ScriptedNode.Client(_ => ScriptedNode.Json("{}"), out var first, hosts: 2);
        await unknown.GetBlockAsync(7, TronView.Head);
        Assert.That(first.Requests, Has.Count.EqualTo(1));
        using var refused = ScriptedNode.Client(_ => ScriptedNode.Json("""{"Error":"class java.lang.NumberFormatException : null"}"""), out var second, hosts: 2);
        Assert.That((await refused.GetBlockAsync(7, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.NodeError));
        Assert.That(second.Requests, Has.Count.EqualTo(1));
    }

    [TestCase("", TronErrorCodes.BadResponse)]
    [TestCase("null", TronErrorCodes.BadResponse)]
    [TestCase("<html>busy</html>", TronErrorCodes.BadResponse)]
    [TestCase("{\"blockID\":\"00", TronErrorCodes.BadResponse)]
    [TestCase("{\"blockID\":5}", TronErrorCodes.BadResponse)]
    [TestCase("{\"blockID\":\"xyz\",\"block_header\":{\"raw_data\":{\"number\":5}}}", TronErrorCodes.BadResponse)]
    [TestCase("[]", TronErrorCodes.BadResponse)]
    public async Task Garbage_is_a_value_and_never_an_exception(string body, string code)
    {
        using var client = ScriptedNode.Client(body);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task A_block_whose_id_carries_another_number_is_refused()
    {
        using var client = ScriptedNode.Client(Head.Replace("\"number\":5", "\"number\":6", StringComparison.Ordinal));
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Inconsistent));
        using var other = ScriptedNode.Client(Head);
        Assert.That((await other.GetBlockAsync(4, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Inconsistent));
    }

    [Test]
    public async Task A_range_with_a_gap_or_a_broken_link_is_refused()
    {
        using var gap = ScriptedNode.Client($$"""{"block":[{{Head}}]}""");
        Assert.That((await gap.GetBlocksAsync(4, 6, TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.Inconsistent));
        var child = Head.Replace("0000000000000005", "0000000000000006", StringComparison.Ordinal)
            .Replace("0000000000000004", "0000000000000005", StringComparison.Ordinal).Replace("\"number\":5", "\"number\":6", StringComparison.Ordinal);
        using var broken = ScriptedNode.Client($$"""{"block":[{{Head}},{{child}}]}""");
        Assert.That((await broken.GetBlocksAsync(5, 7, TronView.Solid)).Code, Is.EqualTo(TronErrorCodes.Inconsistent));
    }

    [Test]
    public async Task An_oversized_answer_is_not_read_to_its_end()
    {
        using var client = ScriptedNode.Client(
            _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) }, out _,
            configure: options => options.MaxResponseBytes = 100_000);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.ResponseTooLarge));
    }

    [Test]
    public async Task A_compressed_answer_that_is_cut_or_damaged_is_a_value()
    {
        foreach (var exception in new Exception[] { new InvalidDataException(), new HttpIOException(HttpRequestError.ResponseEnded) })
        {
            using var client = ScriptedNode.Client(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream(exception)) }, out _);
            Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.BadResponse));
        }
    }

    [Test]
    public async Task A_node_that_complains_of_too_much_rests_until_its_cool_down_is_over()
    {
        foreach (var status in new[] { HttpStatusCode.TooManyRequests, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized })
        {
            var time = new FakeTimeProvider();
            var isBusy = true;
            using var client = ScriptedNode.Client(
                request => isBusy && request.RequestUri!.Host == "host1" ? ScriptedNode.Json("", status) : ScriptedNode.Json(Head), out var node, hosts: 2, time: time);
            await client.GetNewestBlockAsync(TronView.Head);
            isBusy = false;
            await client.GetNewestBlockAsync(TronView.Head);
            // One failure still counts against it when the time is over, so it is asked when the other fails: give it the chance.
            time.Advance(TimeSpan.FromSeconds(31));
            Assert.That((await client.PerEndpoint()[0].GetNewestBlockAsync(TronView.Head)).IsSuccess, Is.True);
            await client.GetNewestBlockAsync(TronView.Head);
            Assert.That(node.Requests.Select(request => request.RequestUri!.Host), Is.EqualTo(new[] { "host1", "host2", "host2", "host1", "host1" }), $"{status}");
        }
    }

    [Test]
    public async Task What_a_node_does_not_serve_is_asked_of_each_once_and_is_no_mark_against_it()
    {
        using var client = ScriptedNode.Client(
            request => request.RequestUri!.AbsolutePath.EndsWith("getblock", StringComparison.Ordinal) ? ScriptedNode.Json("", HttpStatusCode.NotFound) : ScriptedNode.Json(Head),
            out var node, hosts: 2);
        Assert.That((await client.GetNewestHeaderAsync(TronView.Solid)).Value.Number, Is.EqualTo(5), "The whole block says it too.");
        Assert.That(
            node.Requests.Select(request => request.RequestUri!.ToString()),
            Is.EqualTo(new[] { "http://host1/walletsolidity/getblock", "http://host2/walletsolidity/getblock", "http://host1/walletsolidity/getnowblock" }));
    }

    [Test]
    public async Task A_request_that_is_too_large_for_one_node_is_not_carried_around()
    {
        using var client = ScriptedNode.Client(_ => ScriptedNode.Json("", HttpStatusCode.RequestEntityTooLarge), out var node, hosts: 2);
        Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.NodeError));
        Assert.That(node.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_block_of_ten_thousand_transactions_is_read_and_scanned()
    {
        const int Count = 10_000;
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        using var paid = TronKey.FromHex(new string('8', 64)).Value;
        var signature = key.Sign(new byte[32]).ToHex();
        var transactions = Enumerable.Range(1, Count).Select(i =>
        {
            var transfer = new TronTransaction
            {
                Contract = new TransferContract(key.Address, i % 100 == 0 ? paid.Address : TronAddress.FromBody(new byte[20]), i == Count ? long.MaxValue : i),
                Reference = new TronBlockReference(1, 2),
                ExpirationMs = 1_000,
                TimestampMs = i,
            };
            return $$"""{"ret":[{"contractRet":"SUCCESS"}],"txID":"{{transfer.ComputeId()}}","raw_data_hex":"{{Convert.ToHexStringLower(transfer.Encode())}}","signature":["{{signature}}"]}""";
        });
        using var client = ScriptedNode.Client(Head[..^1] + $",\"transactions\":[{string.Join(',', transactions)}]}}");

        var block = (await client.GetBlockAsync(5, TronView.Solid)).Value;
        var scan = TransferScan.Trx(block, address => address == paid.Address);
        Assert.That(block.Transactions, Has.Count.EqualTo(Count));
        Assert.That(scan.Alarms, Is.Empty);
        Assert.That(scan.Transfers, Has.Count.EqualTo(Count / 100));
        Assert.That(scan.Transfers[^1].Amount, Is.EqualTo(new System.Numerics.BigInteger(long.MaxValue)), "Every digit above 2^53.");
    }

    [Test]
    public async Task Numbers_that_are_none_of_64_bits_are_refused()
    {
        foreach (var number in new[] { "9223372036854775808", "1e3", "1.5", "-9223372036854775809", "true", "{}" })
        {
            using var client = ScriptedNode.Client(Head.Replace("9007199254740993", number, StringComparison.Ordinal));
            Assert.That((await client.GetNewestBlockAsync(TronView.Head)).Code, Is.EqualTo(TronErrorCodes.BadResponse), number);
        }
    }

    [Test]
    public async Task The_request_window_lets_so_many_pass_and_holds_the_next_until_a_second_is_over()
    {
        var time = new FakeTimeProvider();
        var window = new RequestWindow(3, time);
        for (var i = 0; i < 3; i++)
        {
            await window.WaitAsync(default);
        }

        var fourth = window.WaitAsync(default).AsTask();
        Assert.That(fourth.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        await fourth;
    }

    [Test]
    public async Task The_caller_s_cancellation_is_an_exception_and_a_timeout_is_a_value()
    {
        using var client = ScriptedNode.Client(_ => ScriptedNode.Json(Head), out _);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(async () => await client.GetBlockAsync(5, TronView.Head, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        using var slow = ScriptedNode.Client(_ => throw new TaskCanceledException("the time limit"), out _);
        Assert.That((await slow.GetBlockAsync(5, TronView.Head)).Code, Is.EqualTo(TronErrorCodes.Timeout));
    }

    [Test]
    public async Task A_broadcast_is_sent_once_unless_no_connection_was_made()
    {
        using var key = TronKey.FromHex(new string('7', 64)).Value;
        var signed = new TronTransaction { Contract = new TransferContract(key.Address, default, 1), Reference = default, ExpirationMs = 1 }.Sign(key);
        using var failing = ScriptedNode.Client(_ => ScriptedNode.Json("", HttpStatusCode.InternalServerError), out var once, hosts: 3);
        Assert.That((await failing.BroadcastAsync(signed)).Advice, Is.EqualTo(BroadcastAdvice.Unknown));
        Assert.That(once.Requests, Has.Count.EqualTo(1));

        using var unreachable = ScriptedNode.Client(_ => throw new HttpRequestException(HttpRequestError.ConnectionError), out var all, hosts: 3);
        Assert.That((await unreachable.BroadcastAsync(signed)).Advice, Is.EqualTo(BroadcastAdvice.SendAgain));
        Assert.That(all.Requests, Has.Count.EqualTo(3));
    }

    private sealed class BreakingStream(Exception exception) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw exception;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
