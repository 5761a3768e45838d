using System.Security.Cryptography;
using Marketplace.Tron;

namespace Marketplace.Benchmarks.Tron.Rows;

/// <summary>What TronWeb does as well. The same inputs as in <c>Peers/tronweb.cjs</c>.</summary>
internal static class Operations
{
    private const int Inputs = 256;
    private static readonly byte[][] Secrets = [.. Enumerable.Range(0, Inputs).Select(i => SHA256.HashData([(byte)i, 1]))];
    private static readonly TronKey[] Keys = [.. Secrets.Select(secret => TronKey.FromBytes(secret).Value)];
    private static readonly byte[][] Hashes = [.. Enumerable.Range(0, Inputs).Select(i => SHA256.HashData([(byte)i, 2]))];
    private static readonly TronSignature[] Signatures = [.. Keys.Zip(Hashes, (key, hash) => key.Sign(hash))];
    private static readonly string[] Texts = [.. Keys.Select(key => key.Address.ToString())];
    private static readonly byte[][] Blocks64 = [.. Hashes.Select(hash => (byte[])[.. hash, .. hash])];
    private static readonly HdPrivateKey Branch = HdPrivateKey.FromSeed(Hashes[0]).Value.Derive($"{HdPath.Account()}/0").Value;
    private static readonly HdPublicKey PublicBranch = Branch.ToPublic();
    private static readonly TronBlockReference Reference = TronBlockReference.To(1, $"{1:x16}{new string('a', 48)}");
    private static readonly DateTimeOffset Time = DateTimeOffset.UnixEpoch.AddYears(56);

    public static IEnumerable<Operation> All { get; } =
    [
        new("new key and address", _ =>
        {
            using var key = TronKey.Generate();
            Use(key.Address.ToString());
        }, 16),
        new("address of a key", i =>
        {
            using var key = TronKey.FromBytes(Secrets[i % Inputs]).Value;
            Use(key.Address.ToString());
        }, 16),
        new("TRX transfer built and signed", i => Use(Build(i).Sign(Keys[i % Inputs], verify: false).Id), 16),
        new("the same, verified before it is handed out", i => Use(Build(i).Sign(Keys[i % Inputs]).Id), 8),
        new("signer recovered", i => Use(Signatures[i % Inputs].Recover(Hashes[i % Inputs]).Value.ToString()), 8),
        new("HD child and its address, public", i => Use(PublicBranch.Child((uint)i).Value.Address.ToString()), 16),
        new("HD child and its address, private", i =>
        {
            using var child = Branch.Child((uint)i).Value;
            Use(child.Key.Address.ToString());
        }, 16),
        new("base58check decoded", i => Use(TronAddress.Parse(Texts[i % Inputs]).Value), 1_000),
        new("Keccak-256 of 64 bytes", i => Use(TronHash.Keccak256(Blocks64[i % Inputs])), 1_000),
    ];

    private static TronTransaction Build(int number)
    {
        var from = Keys[number % Inputs];
        return TronTransaction.Transfer(from.Address, Keys[(number + 1) % Inputs].Address, 1_000_000 + number, Reference, Time.AddMinutes(1), Time).Value;
    }

    /// <summary>So that nothing is left out as unused.</summary>
    private static void Use<T>(T value) => GC.KeepAlive(value);
}
