using System.Security.Cryptography;
using System.Text;
using Marketplace.Kernel;

namespace Marketplace.Wallets.Tests;

/// <summary>The moments at which a process may die or a network may fail.</summary>
internal enum Moment
{
    BeforeReading,
    BeforeSigning,
    AfterSigning,
    BeforeSending,
    AfterSending,
}

/// <summary>A payment as the chain's own books have it.</summary>
internal sealed record ChainPayment(string TransactionId, string Address, long Amount, string Source = "addr-hot");

/// <summary>
/// A chain in memory that keeps its own books and misbehaves on request. Several processes may share one. Bytes are
/// <c>reference|address|amount|nonce|last block|source</c>: a payment is in the pool, in a block, or nowhere. A deposit address pays what it has and no more; the
/// hot wallet has no bottom here, so that a test about payments need not fill it.
/// </summary>
internal sealed class FakeNetwork : IPaymentNetwork
{
    public const int SolidDepth = 3;
    public const int Lifetime = 8;
    public const long NetworkFee = 1_100_000;
    private readonly Lock gate = new();
    private readonly List<Block> blocks = [];
    private readonly List<IncomingTransfer> waiting = [];
    private readonly Dictionary<string, string> pool = [];
    private readonly Queue<(Moment Moment, Exception? Exception, Func<Task>? Action)> plan = [];
    private int deposits;
    private int nonce;
    private int branch;

    public FakeNetwork()
    {
        Inspect = address => new Payee(address, IsNew(address) ? NetworkFee : 0);
        Mine(10);
    }

    public PaymentNetworkInfo Info { get; } = new("fake", Asset.Trx, TimeSpan.FromSeconds(9), null, new HouseAddresses("addr-hot", "addr-cold"))
    {
        BlocksToSolid = SolidDepth + 1,
        Tokens = [new AcceptedToken(new Asset("USDX", 6, 1_000_000_000_000_000), 1_000_000)],
    };

    /// <summary>Sees and changes each reading before the marketplace gets it.</summary>
    public Func<NetworkReading, NetworkReading> Distort { get; set; } = reading => reading;

    /// <summary>Answers what signing refuses; null lets it sign.</summary>
    public Func<PaymentOrder, Error?> Refusal { get; set; } = _ => null;

    /// <summary>What it says of a payee; by default it knows all but <c>addr-new…</c>, and those once they were paid. It may throw.</summary>
    public Func<string, Result<Payee>> Inspect { get; set; }

    /// <summary>Addresses that somebody else opens before any payment of ours gets there.</summary>
    public HashSet<string> OpenedByOthers { get; } = [];

    /// <summary>True takes a payment and answers as if it had, but loses it before a block.</summary>
    public bool LosesPayments { get; set; }

    /// <summary>True: the payment gets into its block and fails there.</summary>
    public bool FailsPayments { get; set; }

    /// <summary>What is gone from an address without a trace.</summary>
    public Dictionary<string, long> Stolen { get; } = [];

    public int BlocksPerReading { get; set; } = 100;

    public int Signed { get; private set; }

    public int Sent { get; private set; }

    /// <summary>What the chain has paid for good or may yet; the books to hold the marketplace's against.</summary>
    public IReadOnlyList<ChainPayment> Payments
    {
        get
        {
            lock (gate)
            {
                return [.. blocks.SelectMany(block => block.Payments).Where(payment => !payment.Failed).Select(payment => payment.Payment)];
            }
        }
    }

    /// <summary>What the chain has at an address, to its last block or to its solid one.</summary>
    public long BalanceOf(string address, bool solid = false)
    {
        lock (gate)
        {
            var through = blocks.Take(solid ? blocks.Count - SolidDepth : blocks.Count).ToArray();
            var came = through.SelectMany(block => block.Deposits).Where(transfer => transfer.Address == address).Sum(transfer => transfer.Amount);
            var moved = through.SelectMany(block => block.Payments).Sum(entry =>
                (entry.Payment.Address == address && !entry.Failed ? entry.Payment.Amount : 0)
                - (entry.Payment.Source == address ? NetworkFee + (entry.Failed ? 0 : entry.Payment.Amount) : 0));
            return came + moved;
        }
    }

    /// <summary>Plays a misfortune the next time the moment comes, in the order planned.</summary>
    public void Plan(Moment moment, Exception? exception = null, Func<Task>? action = null)
    {
        lock (gate)
        {
            plan.Enqueue((moment, exception, action));
        }
    }

    /// <summary>Somebody sends coins; they need a block.</summary>
    public string Deposit(string address, long amount, string asset = "TRX", bool fromCold = false)
    {
        lock (gate)
        {
            var id = $"in-{++deposits}";
            waiting.Add(new IncomingTransfer(id, asset == "TRX" ? 0 : 1, address, amount, 0, asset) { FromCold = fromCold });
            return id;
        }
    }

    public void Mine(int count = 1)
    {
        lock (gate)
        {
            for (var i = 0; i < count; i++)
            {
                var number = blocks.Count;
                var payments = pool
                    .Where(entry => number <= LastBlock(entry.Value))
                    .Select(entry => (Payment: ToPayment(entry.Key, entry.Value), Failed: FailsPayments))
                    .Where(entry => entry.Payment.Source == Info.House.Hot || entry.Payment.Amount + NetworkFee <= BalanceOf(entry.Payment.Source))
                    .ToList();
                blocks.Add(new Block($"{branch}-{number}", [.. waiting.Select(transfer => transfer with { BlockNumber = number })], payments));
                waiting.Clear();
                pool.Clear();
            }
        }
    }

    /// <summary>Undoes the last blocks. What stood in them waits again, or is gone.</summary>
    public void Fork(int depth, bool drop)
    {
        lock (gate)
        {
            branch++;
            var undone = blocks.TakeLast(depth).ToList();
            blocks.RemoveRange(blocks.Count - depth, depth);
            if (!drop)
            {
                waiting.InsertRange(0, undone.SelectMany(block => block.Deposits));
            }
        }
    }

    public Result<string> ParseAddress(string address) => address.StartsWith("addr-", StringComparison.Ordinal)
        ? address
        : WalletErrors.BadAddress.With("reason", "not ours");

    public string DepositAddress(int index) => $"addr-deposit-{index}";

    public IWatchList CreateWatchList() => new WatchList();

    public async Task<Result<Payee>> InspectAsync(string address, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Inspect(address);
    }

    public Task<CustodyReading> ReadBalancesAsync(IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var solid = blocks.Count - 1 - SolidDepth;
            return Task.FromResult(new CustodyReading(
                new BlockCursor(solid, blocks[solid].Id), [.. addresses.Select(address => BalanceOf(address, solid: true) - Stolen.GetValueOrDefault(address))]));
        }
    }

    public async Task<NetworkReading> ReadAsync(BlockCursor? after, IWatchList list, CancellationToken cancellationToken)
    {
        var reading = Read(after, list);
        await ComeAsync(Moment.BeforeReading);
        return Distort(reading);
    }

    public async Task<Result<SignedPayment>> SignAsync(PaymentOrder order, CancellationToken cancellationToken)
    {
        await ComeAsync(Moment.BeforeSigning);
        if (Refusal(order) is { } refusal)
        {
            return refusal;
        }

        string text;
        long amount;
        lock (gate)
        {
            var source = order.Source.DepositIndex is { } index ? DepositAddress(index) : Info.House.Hot!;
            amount = order.Amount ?? BalanceOf(source, solid: true) - NetworkFee;
            if (amount <= 0)
            {
                return WalletErrors.SourceTooLow.With("address", source);
            }

            Signed++;
            text = $"{order.Reference}|{order.Address}|{amount}|{++nonce}|{blocks.Count + Lifetime}|{source}";
        }

        await ComeAsync(Moment.AfterSigning);
        return new SignedPayment(IdOf(text), Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch, amount);
    }

    public async Task<PaymentStatus> SubmitAsync(SignedPayment payment, CancellationToken cancellationToken)
    {
        await ComeAsync(Moment.BeforeSending);
        var text = Encoding.UTF8.GetString(payment.Bytes);
        Assert.That(IdOf(text), Is.EqualTo(payment.TransactionId), "Bytes and id belong together.");
        var status = LookOrTake(payment.TransactionId, text);
        await ComeAsync(Moment.AfterSending);
        return status;
    }

    private NetworkReading Read(BlockCursor? after, IWatchList list)
    {
        var watched = (WatchList)list;
        lock (gate)
        {
            var solid = blocks.Count - 1 - SolidDepth;
            if (after is null)
            {
                return new NetworkReading(new BlockCursor(solid, blocks[solid].Id), [], [], false);
            }

            if (blocks[(int)after.Number].Id != after.Id)
            {
                throw new ImpossibleForkException($"Block {after.Number} is {blocks[(int)after.Number].Id}.");
            }

            // Forks shorten this chain for a moment; what was solid stays so.
            solid = (int)Math.Max(solid, after.Number);
            var last = (int)Math.Min(solid, after.Number + BlocksPerReading);
            var more = last < solid;
            IncomingTransfer[] Between(int from, int to) =>
                [.. blocks.Take(to + 1).Skip(from).SelectMany(block => block.Deposits).Where(transfer => watched.Contains(transfer.Address) || Info.House.All.Contains(transfer.Address))];
            return new NetworkReading(
                new BlockCursor(last, blocks[last].Id), Between((int)after.Number + 1, last), more ? [] : Between(last + 1, blocks.Count), more)
            {
                Head = blocks.Count - 1,
            };
        }
    }

    private PaymentStatus LookOrTake(string id, string text)
    {
        lock (gate)
        {
            var solid = blocks.Count - 1 - SolidDepth;
            var at = blocks.FindIndex(block => block.Payments.Exists(payment => payment.Payment.TransactionId == id));
            if (at >= 0)
            {
                var (payment, failed) = blocks[at].Payments.Find(payment => payment.Payment.TransactionId == id);
                return at > solid ? new(PaymentState.Included)
                    : failed ? new(PaymentState.Failed, NetworkFee, "refused in its block")
                    : new(PaymentState.Solid, IsFree(payment) ? 0 : NetworkFee) { OpenedRecipient = !IsFree(payment) };
            }

            if (solid > LastBlock(text))
            {
                return new(PaymentState.Expired);
            }

            Sent++;
            if (!LosesPayments)
            {
                pool[id] = text;
            }

            return new(PaymentState.Unknown);
        }
    }

    private bool IsNew(string address) =>
        address.StartsWith("addr-new", StringComparison.Ordinal) && !OpenedByOthers.Contains(address) && Payments.All(payment => payment.Address != address);

    /// <summary>What a payment to a new address costs is its opening: whoever comes second finds it open, and has bandwidth for nothing.</summary>
    private bool IsFree(ChainPayment payment) =>
        payment.Address.StartsWith("addr-new", StringComparison.Ordinal)
        && (OpenedByOthers.Contains(payment.Address) || Payments.First(other => other.Address == payment.Address).TransactionId != payment.TransactionId);

    private Task ComeAsync(Moment moment)
    {
        lock (gate)
        {
            if (!plan.TryPeek(out var next) || next.Moment != moment)
            {
                return Task.CompletedTask;
            }

            plan.Dequeue();
            return next.Exception is not null ? Task.FromException(next.Exception) : next.Action!();
        }
    }

    private static ChainPayment ToPayment(string id, string text)
    {
        var parts = text.Split('|');
        return new ChainPayment(id, parts[1], long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), parts[5]);
    }

    private static int LastBlock(string text) => int.Parse(text.Split('|')[4], System.Globalization.CultureInfo.InvariantCulture);

    private static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class WatchList : IWatchList
    {
        private readonly HashSet<string> addresses = [];

        public int Count => addresses.Count;

        public void Add(IEnumerable<string> addresses) => this.addresses.UnionWith(addresses);

        public bool Contains(string address) => addresses.Contains(address);
    }

    private sealed record Block(string Id, List<IncomingTransfer> Deposits, List<(ChainPayment Payment, bool Failed)> Payments);
}
