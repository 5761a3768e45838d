using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Devnet;

/// <summary>The chain: blocks, state, and the pool of transactions waiting for a block. Every member is safe for concurrent use.</summary>
internal sealed class DevChain : IDisposable
{
    /// <summary>The height of the state that includes the pool, as a node shows it at its head.</summary>
    internal const long WithPool = long.MaxValue - 1;

    private readonly Lock gate = new();
    private readonly TronDevnetOptions options;
    private readonly List<DevBlock> blocks = [];
    private readonly Dictionary<string, (long Block, int Index)> places = new(StringComparer.Ordinal);
    private readonly List<SignedTronTransaction> pool = [];
    private readonly ChainState state = new();
    private readonly Witnesses witnesses = new();
    private readonly TokenMachine tokens;
    private readonly TransactionExecutor executor;
    private readonly BlockLog? log;
    private TimeSpan clockOffset;
    private long solidNumber;
    private int forks;

    internal DevChain(TronDevnetOptions options)
    {
        this.options = options;
        tokens = new TokenMachine(state);
        executor = new TransactionExecutor(options, state, blocks, tokens);
        List<LogRecord> records = [];
        log = options.DataDirectory is { } directory ? BlockLog.Open(directory, out records) : null;
        if (records.Count == 0)
        {
            Write(new LogRecord { Genesis = GenesisRecord.Create(options) });
        }

        foreach (var record in records)
        {
            Replay(record);
        }

        // A chain that was made to run ahead of the clock goes on from where it was.
        var ahead = TimeSpan.FromMilliseconds(blocks[^1].TimestampMs - NowMs);
        clockOffset = ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
    }

    internal event Action<DevBlock>? BlockMade;

    internal static TronKey FaucetKey { get; } = Witnesses.WellKnownKey("faucet");

    internal DevBlock Head => Read(() => blocks[^1]);

    internal DevBlock Genesis => Read(() => blocks[0]);

    internal long SolidNumber => Read(() => solidNumber);

    internal int PoolCount => Read(() => pool.Count);

    internal TronAddress WitnessAddress(int witness) => witnesses[witness].Address;

    internal long NowMs => (options.TimeProvider.GetUtcNow() + clockOffset).ToUnixTimeMilliseconds();

    /// <summary>Moves the chain's clock forward; the next block has the later time.</summary>
    internal void AdvanceClock(TimeSpan by)
    {
        lock (gate)
        {
            clockOffset += by;
        }
    }

    internal DevBlock? Block(long number) => Read(() => number >= 0 && number < blocks.Count ? blocks[(int)number] : null);

    internal DevBlock? Block(string id) => Read(() => blocks.FindLast(block => block.Id == id));

    /// <summary>Blocks of [start, end), as far as they exist below <paramref name="limit"/>.</summary>
    internal IReadOnlyList<DevBlock> Blocks(long start, long end, long limit) => Read(() =>
    {
        var stop = Math.Min(Math.Min(end, limit + 1), blocks.Count);
        return start < 0 || start >= stop ? [] : blocks.GetRange((int)start, (int)(stop - start));
    });

    internal (DevBlock Block, IncludedTransaction Transaction)? Transaction(string id, long limit) => Read<(DevBlock, IncludedTransaction)?>(() =>
        places.TryGetValue(id, out var place) && place.Block <= limit
            ? (blocks[(int)place.Block], blocks[(int)place.Block].Transactions[place.Index])
            : null);

    /// <summary>A value of the state as it was at a height, or <see cref="WithPool"/>.</summary>
    internal object? StateAt(StateKey key, long height) => Read(() =>
    {
        for (var number = height + 1; number < blocks.Count; number++)
        {
            if (blocks[(int)number].Overwritten.TryGetValue(key, out var before))
            {
                return before;
            }
        }

        return height != WithPool && state.TryJournal(key, out var unsealed) ? unsealed : state.Get(key);
    });

    internal Refusal? Broadcast(SignedTronTransaction signed)
    {
        lock (gate)
        {
            var verdict = state.Attempt(() => executor.Execute(signed, blocks[^1].TimestampMs), attempt => attempt.Receipt is not null);
            if (verdict.Refusal is null)
            {
                pool.Add(signed);
            }

            return verdict.Refusal;
        }
    }

    internal string? Objection(TransferContract transfer) => Read(() => executor.Objection(transfer));

    /// <summary>Runs a call on the head's state and takes everything back.</summary>
    internal TokenRun? Call(TriggerSmartContract call, long energyLimit)
    {
        lock (gate)
        {
            return tokens.IsToken(call.Contract) ? state.Attempt(() => tokens.Run(call, energyLimit), _ => false) : null;
        }
    }

    internal IReadOnlyList<DevBlock> Mine(int count)
    {
        List<DevBlock> made = [];
        lock (gate)
        {
            for (var i = 0; i < count; i++)
            {
                made.Add(MineOne(TakePool()));
            }
        }

        Announce(made);
        return made;
    }

    /// <summary>
    /// Replaces the last blocks by one more than they were, as a longer branch does. Their transactions vanish, or come back in the last new block.
    /// </summary>
    /// <returns>The ids of the transactions taken out; null when the fork is deeper than allowed.</returns>
    internal IReadOnlyList<string>? Fork(int depth, bool dropTransactions, bool belowSolid)
    {
        List<DevBlock> made = [];
        List<string> removed;
        lock (gate)
        {
            var head = blocks[^1].Number;
            if (depth < 1 || depth > head || (!belowSolid && head - depth < solidNumber))
            {
                return null;
            }

            var waiting = TakePool();
            state.Rollback();
            var displaced = blocks[^depth..].SelectMany(block => block.Transactions).Select(transaction => transaction.Signed).ToList();
            removed = displaced.ConvertAll(transaction => transaction.Id);
            Undo(depth);
            log?.Append(new LogRecord { Undo = depth });
            for (var i = 0; i < depth; i++)
            {
                made.Add(MineOne([]));
            }

            made.Add(MineOne(dropTransactions ? waiting : [.. displaced, .. waiting]));
        }

        Announce(made);
        return removed;
    }

    public void Dispose()
    {
        log?.Dispose();
        witnesses.Dispose();
    }

    private List<SignedTronTransaction> TakePool()
    {
        var taken = pool.ToList();
        pool.Clear();
        return taken;
    }

    private DevBlock MineOne(IReadOnlyList<SignedTronTransaction> transactions)
    {
        var parent = blocks[^1];
        var timestamp = Math.Max(NowMs, parent.TimestampMs + 1);
        var witness = (int)((parent.Number + 1 + forks) % Witnesses.Count);
        var block = Append(timestamp, witness, transactions);
        log?.Append(new LogRecord
        {
            Block = new BlockRecord(
                block.TimestampMs, witness, block.Id, [.. block.Transactions.Select(item => Convert.ToHexStringLower(item.Signed.Serialize()))]),
        });
        return block;
    }

    private DevBlock Append(long timestamp, int witness, IReadOnlyList<SignedTronTransaction> transactions)
    {
        var parent = blocks[^1];
        state.Rollback();
        var included = new List<IncludedTransaction>(transactions.Count);
        foreach (var transaction in transactions)
        {
            // What no longer passes (it expired in the pool, its money is spent) is left out, silently, as a producer does.
            var verdict = state.Attempt(() => executor.Execute(transaction, timestamp, isVerified: true), attempt => attempt.Receipt is not null);
            if (verdict.Receipt is { } receipt)
            {
                included.Add(new IncludedTransaction(transaction, receipt));
            }
        }

        var block = DevBlock.Seal(parent, parent.Id, timestamp, witness, witnesses, included, state.Cut());
        blocks.Add(block);
        for (var i = 0; i < included.Count; i++)
        {
            places[included[i].Signed.Id] = (block.Number, i);
        }

        solidNumber = Math.Max(solidNumber, block.Number - options.SolidDepth);
        return block;
    }

    private void Undo(int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            var block = blocks[^1];
            state.Undo(block.Overwritten);
            blocks.RemoveAt(blocks.Count - 1);
            foreach (var transaction in block.Transactions)
            {
                places.Remove(transaction.Signed.Id);
            }
        }

        forks++;
    }

    private void Write(LogRecord record)
    {
        Replay(record);
        log?.Append(record);
    }

    private void Replay(LogRecord record)
    {
        if (record.Genesis is { } genesis)
        {
            Begin(genesis);
        }
        else if (record.Block is { } block)
        {
            var transactions = block.Transactions.Select(hex => SignedTronTransaction.Deserialize(Convert.FromHexString(hex)).Value).ToList();
            if (Append(block.TimestampMs, block.Witness, transactions).Id != block.Id)
            {
                throw new InvalidDataException($"The block log was written by another version or with other fees: block {blocks[^1].Number} comes out differently.");
            }
        }
        else
        {
            Undo(record.Undo);
        }
    }

    private void Begin(GenesisRecord genesis)
    {
        state.Set(FaucetKey.Address, new DevAccount(genesis.FaucetSun, genesis.TimestampMs));
        foreach (var (address, sun) in genesis.Balances)
        {
            state.Set(TronAddress.Parse(address).Value, new DevAccount(sun, genesis.TimestampMs));
        }

        tokens.Deploy(FaucetKey.Address, genesis.TimestampMs);
        var parent = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"Marketplace.Tron.Devnet, not TRON: {genesis.Seed}")));
        blocks.Add(DevBlock.Seal(null, parent, genesis.TimestampMs, 0, witnesses, [], state.Cut()));
    }

    private void Announce(List<DevBlock> made)
    {
        foreach (var block in made)
        {
            BlockMade?.Invoke(block);
        }
    }

    private T Read<T>(Func<T> query)
    {
        lock (gate)
        {
            return query();
        }
    }
}
