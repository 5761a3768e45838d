using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VerifySolvency;

/// <summary>Checks a proof of solvency by its document alone; the format is stated in docs/solvency.md.</summary>
public sealed class ProofVerifier
{
    private const int NodeBytes = 40;
    private readonly List<string> findings = [];
    private readonly JsonElement document;

    /// <param name="json">The proof, as downloaded.</param>
    /// <param name="root">The root from somewhere else: the public page, another person's proof. Null believes the document's own.</param>
    public ProofVerifier(string json, string? root = null)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            document = parsed.RootElement.Clone();
            Check(root);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or OverflowException or ArgumentException)
        {
            Say(false, $"the document is not a proof of format marketplace.solvency.v1 ({exception.Message})");
        }
    }

    /// <summary>One sentence per thing checked.</summary>
    public IReadOnlyList<string> Findings => findings;

    /// <summary>True where nothing was wrong.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>Asks a node of the chain what the house's own addresses have now.</summary>
    public async Task<bool> AskChainAsync(Uri node, Action<string> say)
    {
        using var http = new HttpClient { BaseAddress = node, Timeout = TimeSpan.FromSeconds(20) };
        var held = Amount(document, "held_on_deposits");
        foreach (var place in document.GetProperty("house").EnumerateArray())
        {
            var address = place.GetProperty("address").GetString()!;
            using var answer = await http.PostAsJsonAsync("walletsolidity/getaccount", new { address = ToHex(address) });
            var account = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            var now = account.TryGetProperty("balance", out var balance) ? balance.GetInt64() : 0;
            say($"  ..  {address} ({place.GetProperty("name").GetString()}) has {now} on the chain now; it had {Amount(place, "amount")} at block {document.GetProperty("block").GetProperty("number")}");
            held = checked(held + now);
        }

        var covered = held + Amount(document, "leaving") >= Amount(document, "owed");
        say($"{(covered ? "  ok" : "FAIL")}  what these addresses have now, with the deposits as stated, {(covered ? "covers" : "does not cover")} what was owed");
        return covered;
    }

    private void Check(string? root)
    {
        Say(document.GetProperty("format").GetString() == "marketplace.solvency.v1", "the format is known");
        var stated = document.GetProperty("root").GetString()!;
        Say(root is null || string.Equals(root, stated, StringComparison.OrdinalIgnoreCase), root is null ? $"the root is {stated}: compare it with the public page" : "the root is the one given");
        var (owed, leaves) = (Amount(document, "owed"), document.GetProperty("leaves").GetInt32());
        foreach (var account in document.GetProperty("accounts").EnumerateArray())
        {
            var reached = Climb(account, document.GetProperty("asset").GetString()!, leaves);
            var isRoot = reached is not null && Convert.ToHexStringLower(reached.AsSpan(8)) == stated && BinaryPrimitives.ReadInt64BigEndian(reached) == owed;
            Say(isRoot, $"{account.GetProperty("account").GetString()} with {Amount(account, "balance")} is in the total of {owed}");
        }

        var house = document.GetProperty("house").EnumerateArray().Select(place => Amount(place, "amount")).ToArray();
        var (held, leaving) = (Amount(document, "held"), Amount(document, "leaving"));
        Say(house.Append(leaving).Append(owed).All(amount => amount >= 0), "no amount is negative");
        Say(house.Aggregate(Amount(document, "held_on_deposits"), (sum, amount) => checked(sum + amount)) == held, $"the places add up to {held} held");
        Say(checked(held + leaving) >= owed, $"{held} held, and {leaving} sent to people already, cover {owed} owed");
    }

    /// <summary>From the leaf to the root's 40 bytes, sum and hash; null where the way is not one.</summary>
    private static byte[]? Climb(JsonElement account, string asset, int leaves)
    {
        var (balance, position) = (Amount(account, "balance"), account.GetProperty("position").GetInt32());
        var path = account.GetProperty("path").EnumerateArray().ToArray();
        var (nonce, code) = (Convert.FromHexString(account.GetProperty("nonce").GetString()!), Encoding.UTF8.GetBytes(account.GetProperty("account").GetString()!));
        var depth = leaves <= 1 ? 0 : BitOperations.Log2((uint)leaves - 1) + 1;
        if (balance < 0 || position < 0 || position >= leaves || path.Length != depth || nonce.Length != 32)
        {
            return null;
        }

        var unit = Encoding.UTF8.GetBytes(asset);
        var node = Node(balance, SHA256.HashData([0, .. nonce, checked((byte)code.Length), .. code, checked((byte)unit.Length), .. unit, .. Big(balance)]));
        var width = leaves;
        foreach (var step in path)
        {
            var other = Node(Amount(step, "sum"), Convert.FromHexString(step.GetProperty("hash").GetString()!));
            var (sum, added) = (BinaryPrimitives.ReadInt64BigEndian(node), BinaryPrimitives.ReadInt64BigEndian(other));
            // A negative neighbour would make the total smaller; beyond the last node stands nobody, who is owed nothing.
            if (added < 0 || sum > long.MaxValue - added || ((position ^ 1) >= width && other.Any(part => part != 0)))
            {
                return null;
            }

            node = Node(sum + added, SHA256.HashData(position % 2 == 0 ? [1, .. node, .. other] : [1, .. other, .. node]));
            (position, width) = (position / 2, (width + 1) / 2);
        }

        return node;
    }

    private static byte[] Node(long sum, byte[] hash) => hash.Length == NodeBytes - 8 ? [.. Big(sum), .. hash] : throw new FormatException("A hash has 32 bytes.");

    private static byte[] Big(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static long Amount(JsonElement element, string name) => long.Parse(element.GetProperty(name).GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>The 21 bytes of a TRON address: base58 with four bytes of checksum behind.</summary>
    private static string ToHex(string address)
    {
        const string digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var number = address.Aggregate(BigInteger.Zero, (value, sign) => digits.IndexOf(sign) is >= 0 and var digit ? value * 58 + digit : throw new FormatException("not an address"));
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return bytes.Length == 25 ? Convert.ToHexStringLower(bytes.AsSpan(0, 21)) : throw new FormatException("not an address");
    }

    private void Say(bool holds, string what)
    {
        Holds &= holds;
        findings.Add($"{(holds ? "  ok" : "FAIL")}  {what}");
    }
}
