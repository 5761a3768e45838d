using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Tron;

namespace Marketplace.Benchmarks.Tron.Rows;

/// <summary>A block of 400 transactions, as busy as mainnet's, scanned with more and more watched addresses; and what reading its JSON costs beside that.</summary>
internal static class ScanRows
{
    public const string Reading = "block of 400 read from its JSON";
    private const int Transactions = 400;
    private const long Number = 5;
    private static readonly TronKey Owner = TronKey.FromHex(new string('7', 64)).Value;
    private static readonly byte[] Json = Encoding.UTF8.GetBytes(WriteBlock());
    private static readonly TronNodeClient Node = CreateNode();
    private static readonly TronBlock Block = Read();

    public static IEnumerable<Operation> All =>
    [
        Scan(1_000),
        Scan(100_000),
        Scan(1_000_000),
        new(Reading, _ => Read(), 2),
    ];

    public static int JsonBytes => Json.Length;

    public static string KeyOf(int addresses) => $"block of 400 scanned, {addresses:#,0} addresses";

    private static Operation Scan(int addresses)
    {
        var watched = new HashSet<TronAddress>(addresses);
        for (var i = 0; watched.Count < addresses; i++)
        {
            watched.Add(AddressOf(i));
        }

        return new Operation(KeyOf(addresses), _ => GC.KeepAlive(TransferScan.Trx(Block, watched.Contains)), 4);
    }

    private static TronBlock Read() => Node.GetBlockAsync(Number, TronView.Solid).GetAwaiter().GetResult().Value;

    private static TronAddress AddressOf(int number) => TronAddress.FromBody(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 20));

    private static TronNodeClient CreateNode()
    {
        var options = new TronNodeOptions { RequestsPerSecond = null };
        options.Endpoints.Add(new TronNodeEndpoint(new Uri("http://block/")));
        return new TronNodeClient(options, handler: new Canned());
    }

    /// <summary>With everything a node shows: the transaction once as JSON and once as bytes. One in a hundred pays an address that is watched.</summary>
    private static string WriteBlock()
    {
        var text = new StringBuilder($$$"""{"blockID":"{{{Number:x16}}}{{{new string('a', 48)}}}","block_header":{"raw_data":{"number":{{{Number}}},"txTrieRoot":"{{{new string('b', 64)}}}","witness_address":"{{{Owner.Address.ToHex()}}}","parentHash":"{{{Number - 1:x16}}}{{{new string('c', 48)}}}","version":31,"timestamp":1750516961000},"witness_signature":"{{{new string('d', 130)}}}"},"transactions":[""");
        for (var i = 0; i < Transactions; i++)
        {
            var to = AddressOf(i % 100 == 0 ? i : i + 5_000_000);
            TronContract contract = i % 3 == 0
                ? new TransferContract(Owner.Address, to, 1_000_000 + i)
                : new TriggerSmartContract(Owner.Address, to, Trc20.EncodeTransfer(to, 1_000_000 + i));
            var transaction = new TronTransaction
            {
                Contract = contract,
                Reference = TronBlockReference.To(1, $"{1:x16}{new string('a', 48)}"),
                ExpirationMs = 1_750_517_000_000,
                TimestampMs = 1_750_516_960_000 + i,
                FeeLimitSun = i % 3 == 0 ? 0 : 100_000_000,
            };
            var json = Encoding.UTF8.GetString(TronTransactionJson.Write(transaction.Sign(Owner, verify: false)));
            text.Append(i == 0 ? "" : ",").Append("""{"ret":[{"contractRet":"SUCCESS"}],""").Append(json.AsSpan(1));
        }

        return text.Append("]}").ToString();
    }

    private sealed class Canned : HttpMessageHandler
    {
        private static readonly MediaTypeHeaderValue Type = new("application/json");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Json) };
            response.Content.Headers.ContentType = Type;
            return Task.FromResult(response);
        }
    }
}
