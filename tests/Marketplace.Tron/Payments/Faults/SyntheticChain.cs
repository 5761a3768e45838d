using System.Buffers.Binary;

namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>A transaction as it stands in a block.</summary>
internal sealed record SyntheticTransaction(string Id, string RawDataHex, TronAddress To, long Amount, bool Worked);

/// <summary>A block of the synthetic chain.</summary>
internal sealed record SyntheticBlock(long Number, string Id, string ParentId, long TimestampMs, IReadOnlyList<SyntheticTransaction> Transactions);

/// <summary>
/// A chain of made-up transfers and of the truth about them. Its solid block is 18 below the head, as on TRON; what is far below is forgotten, so that a
/// million transactions need no memory.
/// </summary>
internal sealed class SyntheticChain
{
    public const int Solidity = 18;
    private const int Remembered = 400;
    private const long Start = 1_700_000_000_000;
    private readonly Random random;
    private readonly IReadOnlyList<TronAddress> watched;
    private readonly double share;
    private readonly SyntheticBlock genesis;
    private List<SyntheticBlock> blocks = [];
    private long madeUp;

    public SyntheticChain(Random random, IReadOnlyList<TronAddress> watched, double share)
    {
        (this.random, this.watched, this.share) = (random, watched, share);
        Mine(Solidity + 2, 0);
        genesis = blocks[0];
    }

    public SyntheticBlock Head => blocks[^1];

    public SyntheticBlock Solid => blocks[Math.Max(0, blocks.Count - 1 - Solidity)];

    /// <summary>A block that is still known; block 0 always is, for it names the network.</summary>
    public SyntheticBlock? Find(long number) =>
        number == 0 ? genesis : number - blocks[0].Number is >= 0 and var place && place < blocks.Count ? blocks[(int)place] : null;

    /// <summary>What watched addresses were truly paid in the solid blocks after a number.</summary>
    public long PaidAfter(long number) => blocks
        .Where(block => block.Number > number && block.Number <= Solid.Number)
        .SelectMany(block => block.Transactions)
        .Where(transaction => transaction.Worked && watched.Contains(transaction.To))
        .Sum(transaction => transaction.Amount);

    public void Mine(int count, int transactions)
    {
        for (var i = 0; i < count; i++)
        {
            Add([.. Enumerable.Range(0, transactions).Select(_ => MakeUp())]);
        }

        if (blocks.Count > 2 * Remembered)
        {
            blocks.RemoveRange(0, blocks.Count - Remembered);
        }
    }

    /// <summary>Other blocks take the place of the last ones, and one more: their transactions stay, move to another block, or are gone.</summary>
    public void Fork(int depth)
    {
        var undone = blocks.TakeLast(depth).ToArray();
        blocks.RemoveRange(blocks.Count - depth, depth);
        var left = undone.SelectMany(block => block.Transactions).Where(_ => random.Next(3) > 0).ToList();
        for (var i = 0; i <= depth; i++)
        {
            var taken = i == depth ? left.Count : random.Next(left.Count + 1);
            Add([.. left.Take(taken)]);
            left.RemoveRange(0, taken);
        }
    }

    /// <summary>To come back to, after a fork that can not be.</summary>
    public IReadOnlyList<SyntheticBlock> Remember() => [.. blocks];

    public void Restore(IReadOnlyList<SyntheticBlock> remembered) => blocks = [.. remembered];

    private void Add(IReadOnlyList<SyntheticTransaction> transactions)
    {
        var number = blocks.Count == 0 ? 0 : Head.Number + 1;
        Span<byte> id = stackalloc byte[32];
        random.NextBytes(id);
        BinaryPrimitives.WriteInt64BigEndian(id, number);
        blocks.Add(new SyntheticBlock(number, Convert.ToHexStringLower(id), blocks.Count == 0 ? new string('0', 64) : Head.Id, Start + (3_000 * number), transactions));
    }

    private SyntheticTransaction MakeUp()
    {
        var to = random.NextDouble() < share ? watched[random.Next(watched.Count)] : Somebody();
        var amount = 1_000_000 + random.NextInt64(1_000_000_000);
        var moment = DateTimeOffset.FromUnixTimeMilliseconds(Start + ++madeUp);
        var bytes = TronTransaction.Transfer(Somebody(), to, amount, TronBlockReference.To(Head.Number, Head.Id), moment.AddMinutes(1), moment).Value.Encode();
        return new SyntheticTransaction(TronTransaction.ComputeId(bytes), Convert.ToHexStringLower(bytes), to, amount, random.Next(20) > 0);
    }

    private TronAddress Somebody()
    {
        Span<byte> body = stackalloc byte[20];
        random.NextBytes(body);
        return TronAddress.FromBody(body);
    }
}
