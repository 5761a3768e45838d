namespace Marketplace.Tron.Payments.Tests.Faults;

/// <summary>Thrown where the process dies; nothing of it does anything afterwards.</summary>
internal sealed class ProcessDiedException(string point) : Exception($"The process died {point}.");

/// <summary>What becomes of the bytes and of the answer when a payment is sent.</summary>
internal enum Broadcast
{
    Answered,
    AnswerLost,
    ServerErrorBefore,
    ServerErrorAfter,
    AnswerCut,
    AcceptedThenLost,
    Busy,
    Duplicate,
    Tapos,
    Expired,
    NoBandwidth,
    NoBalance,
}

/// <summary>Every misfortune of a run, from one seed: the same seed is the same run.</summary>
internal sealed class Chaos(int seed) : IDisposable
{
    private static readonly (Broadcast Outcome, int Weight)[] Outcomes =
    [
        (Broadcast.Answered, 50), (Broadcast.AnswerLost, 8), (Broadcast.ServerErrorBefore, 6), (Broadcast.ServerErrorAfter, 6), (Broadcast.AnswerCut, 4),
        (Broadcast.AcceptedThenLost, 6), (Broadcast.Busy, 4), (Broadcast.Duplicate, 4), (Broadcast.Tapos, 3), (Broadcast.Expired, 3),
        (Broadcast.NoBandwidth, 3), (Broadcast.NoBalance, 3),
    ];

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, int> happened = new(StringComparer.Ordinal);
    private readonly SortedSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> planned = new(StringComparer.Ordinal);
    private CancellationTokenSource life = new();
    private (string Point, int Left)? fuse;
    private int patience;
    private int depth;

    public Random Random { get; } = new(seed);

    /// <summary>False: everything goes well.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Ends with the process.</summary>
    public CancellationToken Life => life.Token;

    public bool IsDead => life.IsCancellationRequested;

    /// <summary>Whose transaction it is, for the names of the points.</summary>
    public string? Command { get; private set; }

    public IReadOnlyDictionary<string, int> Happened => happened;

    public int Crashes { get; private set; }

    /// <summary>
    /// Maybe the process dies soon, at the kind of point that was planned least often; where the next turns do not pass it, it dies in a later one, and where
    /// half a dozen do not, another kind has its turn.
    /// </summary>
    public void BeginTurn(int oneIn)
    {
        if (!Active || (fuse is not null && ++patience <= 6) || known.Count == 0 || Random.Next(oneIn) != 0)
        {
            return;
        }

        var point = known.OrderBy(point => planned.GetValueOrDefault(point)).ThenBy(_ => Random.Next()).First();
        planned[point] = planned.GetValueOrDefault(point) + 1;
        fuse = (point, Random.Next(3));
        patience = 0;
    }

    public void Revive()
    {
        life.Dispose();
        life = new CancellationTokenSource();
        fuse = null;
        Command = null;
    }

    /// <summary>A point at which the process may die.</summary>
    public void Pass(string point)
    {
        if (IsDead)
        {
            throw new ProcessDiedException("before");
        }

        lock (gate)
        {
            if (!Active)
            {
                return;
            }

            known.Add(point);
            if (fuse is not { } set || set.Point != point)
            {
                return;
            }

            if (set.Left > 0)
            {
                fuse = set with { Left = set.Left - 1 };
                return;
            }
        }

        Crashes++;
        Note($"died {point}");
        life.Cancel();
        throw new ProcessDiedException(point);
    }

    public bool OneIn(int n)
    {
        lock (gate)
        {
            return Active && Random.Next(n) == 0;
        }
    }

    public Broadcast NextBroadcast()
    {
        int draw;
        lock (gate)
        {
            draw = Active ? Random.Next(Outcomes.Sum(outcome => outcome.Weight)) : 0;
        }

        foreach (var (outcome, weight) in Outcomes)
        {
            if ((draw -= weight) < 0)
            {
                Note($"broadcast {outcome}");
                return outcome;
            }
        }

        throw new InvalidOperationException("The weights are exhausted.");
    }

    /// <summary>The outermost command names the transaction; it stays named until its commit, which comes after the handler.</summary>
    public IDisposable In(string command)
    {
        Command = Interlocked.Increment(ref depth) == 1 ? command : Command;
        return new Left(this);
    }

    public void Note(string what)
    {
        lock (gate)
        {
            happened[what] = happened.GetValueOrDefault(what) + 1;
        }
    }

    public void Dispose() => life.Dispose();

    private sealed class Left(Chaos chaos) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref chaos.depth);
    }
}
