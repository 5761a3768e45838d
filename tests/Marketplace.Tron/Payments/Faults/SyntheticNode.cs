using System.Net;
using System.Text.Json.Nodes;

namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>A node that serves the synthetic chain, and serves it badly as often as it is told to.</summary>
internal sealed class SyntheticNode(SyntheticChain chain, Random random) : HttpMessageHandler
{
    /// <summary>The share of answers that are errors or contradict themselves.</summary>
    public double Wrong { get; set; }

    /// <summary>The share of blocks in which transactions come twice, or come that stood in the block before.</summary>
    public double Duplicated { get; set; }

    /// <summary>The share of answers whose blocks and transactions come in any order.</summary>
    public double Shuffled { get; set; }

    public long TransactionsServed { get; private set; }

    public int WrongAnswers { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        var path = request.RequestUri!.AbsolutePath;
        var newest = path.StartsWith("/walletsolidity/", StringComparison.Ordinal) ? chain.Solid : chain.Head;
        JsonNode answer = path[(path.LastIndexOf('/') + 1)..] switch
        {
            "getnowblock" => Describe(newest),
            "getblock" => Describe(newest with { Transactions = [] }),
            "getblockbynum" => Number(asked, "num") <= newest.Number && chain.Find(Number(asked, "num")) is { } found ? Describe(found) : new JsonObject(),
            "getblockbylimitnext" => Range(Number(asked, "startNum"), Math.Min(Number(asked, "endNum"), newest.Number + 1)),
            "getaccount" => new JsonObject(),
            var method => throw new InvalidOperationException($"The synthetic node does not serve {method}."),
        };
        if (random.NextDouble() >= Wrong)
        {
            return Ok(answer.ToJsonString());
        }

        WrongAnswers++;
        return random.Next(2) == 0 ? Fail(answer) : Ok(Lie(answer).ToJsonString());
    }

    private static long Number(JsonObject asked, string name) => asked[name]!.GetValue<long>();

    private static HttpResponseMessage Ok(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body) };

    private HttpResponseMessage Fail(JsonNode answer)
    {
        var text = answer.ToJsonString();
        return random.Next(6) switch
        {
            0 => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            1 => new HttpResponseMessage(HttpStatusCode.TooManyRequests),
            2 => Ok("{}"),
            3 => Ok(text[..random.Next(text.Length)]),
            4 => Ok("this API is closed because this node is a lite fullnode"),
            _ => throw new HttpRequestException(HttpRequestError.ConnectionError),
        };
    }

    /// <summary>Each of these shows in the answer itself: what only a second node can show is tried elsewhere.</summary>
    private JsonNode Lie(JsonNode answer)
    {
        var blocks = (answer["block"] as JsonArray)?.Select(block => block!.AsObject()).ToArray() ?? (answer["blockID"] is null ? [] : [answer.AsObject()]);
        if (blocks.Length == 0)
        {
            return new JsonObject();
        }

        var block = blocks[random.Next(blocks.Length)];
        var transactions = block["transactions"] as JsonArray;
        var transaction = transactions is { Count: > 0 } ? transactions[random.Next(transactions.Count)]!.AsObject() : null;
        switch (random.Next(4))
        {
            case 0:
                block["block_header"]!["raw_data"]!["parentHash"] = block["blockID"]!.GetValue<string>();
                return answer;
            case 1 when transaction is not null:
                // Another amount or receiver in the bytes, under the old id.
                var hex = transaction["raw_data_hex"]!.GetValue<string>();
                var place = random.Next(hex.Length / 2, hex.Length);
                transaction["raw_data_hex"] = $"{hex[..place]}{(hex[place] == '0' ? '1' : '0')}{hex[(place + 1)..]}";
                return answer;
            case 2 when transaction is not null:
                foreach (var each in transactions!)
                {
                    each!.AsObject().Remove("ret");
                }

                return answer;
            default:
                // A hole: every block but one.
                return blocks.Length > 1 ? Without(answer.AsObject(), 1 + random.Next(blocks.Length - 1)) : new JsonObject();
        }
    }

    private static JsonObject Without(JsonObject range, int place)
    {
        range["block"]!.AsArray().RemoveAt(Math.Min(place, range["block"]!.AsArray().Count - 1));
        return range;
    }

    private JsonObject Range(long start, long end)
    {
        var blocks = new List<JsonObject>();
        for (var number = start; number < end && chain.Find(number) is { } block; number++)
        {
            blocks.Add(Describe(block));
        }

        if (random.NextDouble() < Shuffled)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(blocks));
        }

        return new JsonObject { ["block"] = new JsonArray([.. blocks]) };
    }

    private JsonObject Describe(SyntheticBlock block)
    {
        var transactions = block.Transactions.ToList();
        if (transactions.Count > 0 && random.NextDouble() < Duplicated)
        {
            transactions.AddRange(transactions.Where(_ => random.Next(4) == 0).ToArray());
            transactions.AddRange(chain.Find(block.Number - 1)?.Transactions.Where(_ => random.Next(4) == 0) ?? []);
        }

        if (random.NextDouble() < Shuffled)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(transactions));
        }

        TransactionsServed += transactions.Count;
        var described = new JsonObject
        {
            ["blockID"] = block.Id,
            ["block_header"] = new JsonObject
            {
                ["raw_data"] = new JsonObject { ["number"] = block.Number, ["parentHash"] = block.ParentId, ["timestamp"] = block.TimestampMs },
            },
        };
        if (transactions.Count > 0)
        {
            described["transactions"] = new JsonArray([.. transactions.Select(Describe)]);
        }

        return described;
    }

    private static JsonObject Describe(SyntheticTransaction transaction) => new()
    {
        ["ret"] = new JsonArray(new JsonObject { ["contractRet"] = transaction.Worked ? "SUCCESS" : "OUT_OF_TIME" }),
        ["signature"] = new JsonArray(),
        ["txID"] = transaction.Id,
        ["raw_data_hex"] = transaction.RawDataHex,
    };
}
