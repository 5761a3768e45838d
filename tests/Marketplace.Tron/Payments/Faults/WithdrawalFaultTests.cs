using System.Diagnostics;
using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Tests.Faults;

internal sealed class WithdrawalFaultsOnSqlite : WithdrawalFaultSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class WithdrawalFaultsOnPostgreSql : WithdrawalFaultSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

/// <summary>
/// Every outcome of a broadcast times a crash at every step, judged by the chain's books. <c>MARKETPLACE_WITHDRAWALS</c> is how many (300 unless told),
/// <c>MARKETPLACE_WITHDRAWALS_SEED</c> repeats a run.
/// </summary>
internal abstract class WithdrawalFaultSuite : EngineSuite
{
    private const string Push = "wallets.push-withdrawals";
    private const string Scan = "wallets.scan-deposits";
    private const int AtOnce = 100;
    private const int People = 10;
    private const int Solidity = 18;

    /// <summary>Every outcome of a broadcast, and a death around every step that pays.</summary>
    private static readonly string[] HadToHappen =
    [
        .. Enum.GetValues<Broadcast>().Select(outcome => $"broadcast {outcome}"),
        "died before signing", "died after signing", "died before sending or looking", "died after sending or looking",
        .. new[] { "StoreSignedPayment", "RecordPaymentStatus" }.SelectMany(command => new[] { $"died before the commit of {command}", $"died after the commit of {command}" }),
    ];

    private static int Count => Number("MARKETPLACE_WITHDRAWALS", 300);

    private static int Seed => Number("MARKETPLACE_WITHDRAWALS_SEED", 20261120);

    [Test]
    public async Task Whatever_happens_to_payment_and_process_each_withdrawal_is_paid_once_or_refunded()
    {
        var (count, seed, watch) = (Count, Seed, Stopwatch.StartNew());
        TestContext.Progress.WriteLine($"{Engine}: {count} withdrawals, seed {seed}");
        await using var world = await FaultWorld.StartAsync(Engine, seed);
        // A run that did not die at every kind of point goes on until it did.
        var most = Math.Max(4 * count, 4_000);
        var people = await EarnersAsync(world, most);
        var asked = new List<Asked>();
        try
        {
            world.Chaos.Active = true;
            while (asked.Count < count || (asked.Count < most && !HadToHappen.All(world.Chaos.Happened.ContainsKey)))
            {
                var batch = await AskAsync(world, people, asked.Count, AtOnce);
                asked.AddRange(batch);
                await BringToTheirEndAsync(world);
                if (asked.Count % 1_000 == 0)
                {
                    TestContext.Progress.WriteLine($"{Engine}: {asked.Count} ended after {watch.Elapsed.TotalSeconds:0} s, {world.Chaos.Crashes} crashes");
                }
            }
        }
        finally
        {
            world.Chaos.Active = false;
            Print(world, asked.Count, seed, watch);
        }

        await JudgeAsync(world, people, asked, Deposit(most));
        Assert.That(world.Chaos.Happened.Keys, Is.SupersetOf(HadToHappen));
    }

    [Test]
    public async Task Two_hosts_that_both_believe_to_be_the_only_one_pay_each_withdrawal_once()
    {
        await using var world = await FaultWorld.StartAsync(Engine, Seed);
        var people = await EarnersAsync(world, 40);
        var asked = await AskAsync(world, people, 0, 40);
        await using var other = world.StartAnother();
        world.Chaos.Active = true;
        for (var turn = 0; turn < 200 && await LiveAsync(world) > 0; turn++)
        {
            // Without a lease in between: as where one host's ended while it was waiting for a node.
            await Task.WhenAll(Task.Run(() => world.Process.RunAsync(Push)), Task.Run(() => other.RunAsync(Push)));
            world.Mine(1 + (turn % 3));
            if (turn % 8 == 0)
            {
                Give(world, world.Hot, 400_000_000);
            }
        }

        world.Chaos.Active = false;

        await JudgeAsync(world, people, asked, Deposit(asked.Count));
    }

    private static async Task<IReadOnlyList<AccountId>> EarnersAsync(FaultWorld world, int count)
    {
        var people = new List<AccountId>();
        for (var i = 0; i < People; i++)
        {
            var person = (await world.Process.Send(new RegisterAccount(new Identity("telegram", $"person-{i}")))).Require().Id;
            var address = (await world.Process.Send(new OpenDepositAddress(person, DepositTarget.Earn))).Require().Address;
            Give(world, TronAddress.Parse(address).Value, Deposit(count).Value);
            people.Add(person);
        }

        // Not enough for all of them: it is filled again and again, and in between withdrawals wait.
        Give(world, world.Hot, 100_000_000);
        world.Mine(Solidity + 1);
        await ScanAsync(world);
        return people;
    }

    /// <summary>Each to an address of its own, so that the chain alone says how often it was paid. The process may die while asking, and asks again.</summary>
    private static async Task<IReadOnlyList<Asked>> AskAsync(FaultWorld world, IReadOnlyList<AccountId> people, int first, int count)
    {
        MortalNetwork.Disguised.Add(world.Chain.TokenAddress.ToString());
        var random = world.Chaos.Random;
        var payees = Enumerable.Range(0, count).Select(_ => PickPayee(world, random)).ToList();
        // No fork takes the gifts back any more.
        world.Mine(Solidity + 1);
        var asked = new List<Asked>();
        foreach (var (payee, i) in payees.Select((payee, index) => (payee, first + index)))
        {
            var request = new RequestWithdrawal(people[i % People], payee.Address.ToString(), new Sun(6_000_000 + random.Next(20_000_000)), $"tap-{i}");
            var view = await UntilItLivesAsync(world, oneIn: 20, async () => await world.Process.Send(request));
            asked.Add(new Asked(view.Id, request.AccountId, view.Amount, view.Receives, payee));
        }

        return asked;
    }

    private static Payee PickPayee(FaultWorld world, Random random)
    {
        if (random.Next(50) == 0)
        {
            // A program's address that nobody knew as one when it was asked for: it is refused when it is signed.
            return new Payee(world.Chain.TokenAddress, 0, IsContract: true);
        }

        var payee = new Payee(NewAddress(random), random.Next(3) == 0 ? 1 : 0, IsContract: false);
        if (payee.Given > 0)
        {
            Give(world, payee.Address, payee.Given);
        }

        return payee;
    }

    private static async Task<WithdrawalView> UntilItLivesAsync(FaultWorld world, int oneIn, Func<Task<Result<WithdrawalView>>> ask)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                world.Chaos.BeginTurn(oneIn);
                var answer = await ask();
                if (answer.Succeeded)
                {
                    return answer.Value;
                }

                Assert.That(answer.Error, Is.EqualTo(WalletErrors.NetworkUnavailable));
            }
            catch (Exception) when (world.Chaos.IsDead)
            {
                await world.RestartAsync();
            }
        }

        throw new InvalidOperationException("Asked in vain.");
    }

    private static async Task BringToTheirEndAsync(FaultWorld world)
    {
        var random = world.Chaos.Random;
        for (var turn = 0; await LiveAsync(world) > 0; turn++)
        {
            Assert.That(turn, Is.LessThan(2_000), "They find no end.");
            try
            {
                world.Chaos.BeginTurn(oneIn: 2);
                await world.Process.RunAsync(Push);
            }
            catch (Exception) when (world.Chaos.IsDead)
            {
                await world.RestartAsync();
            }

            if (random.Next(8) == 0)
            {
                Give(world, world.Hot, 400_000_000);
            }

            // Now and then nobody looks for longer than a payment lives.
            world.Mine(random.Next(40) == 0 ? 60 : random.Next(1, 4));
            if (random.Next(15) == 0)
            {
                world.Chaos.Note(world.Chain.Fork(random.Next(1, Solidity), dropTransactions: random.Next(2) == 0) ? "forked" : "not forked");
            }

            // A node that remembers what it refused answers DUP from then on; another host's node does not.
            world.Chain.ConfigureEndpoint(TronDevnet.MainEndpoint, transactionCache: random.Next(2) == 0);
        }
    }

    /// <summary>The chain's books decide; ours have to say the same.</summary>
    private static async Task JudgeAsync(FaultWorld world, IReadOnlyList<AccountId> people, IReadOnlyList<Asked> asked, Sun deposit)
    {
        world.Mine(Solidity + 1);
        await ScanAsync(world);
        var states = (await world.Database.RowsAsync("SELECT id, state FROM wallets_withdrawals"))
            .Select(row => row.Split('|'))
            .ToDictionary(row => Guid.Parse(row[0]), row => (WithdrawalState)int.Parse(row[1], CultureInfo.InvariantCulture));
        var payments = world.Chain.Transfers().Where(transfer => transfer.From == world.Hot).ToList();
        var byPayee = payments.ToLookup(payment => payment.To);
        var wrong = new List<string>();
        foreach (var withdrawal in asked)
        {
            var (state, paid) = (states[withdrawal.Id.Value], byPayee[withdrawal.Payee.Address].ToList());
            var expected = state == WithdrawalState.Settled ? withdrawal.Receives.Value : 0;
            if (state is not (WithdrawalState.Settled or WithdrawalState.Failed)
                || (state == WithdrawalState.Failed) != withdrawal.Payee.IsContract
                || paid.Count != (state == WithdrawalState.Settled ? 1 : 0)
                || (!withdrawal.Payee.IsContract && world.Chain.BalanceSun(withdrawal.Payee.Address) != expected + withdrawal.Payee.Given))
            {
                wrong.Add($"{withdrawal.Id} of {withdrawal.Receives}: {state}, paid {string.Join('+', paid.Select(payment => payment.AmountSun))}");
            }
        }

        Assert.That(wrong, Is.Empty);
        Assert.That(payments, Has.Count.EqualTo(asked.Count(withdrawal => !withdrawal.Payee.IsContract)), "Nobody else was paid.");
        var chainIds = payments.Select(payment => payment.TransactionId).Order(StringComparer.Ordinal);
        var ours = await world.Database.RowsAsync("SELECT transaction_id FROM wallets_attempts WHERE outcome = 1");
        Assert.That(ours.Order(StringComparer.Ordinal), Is.EqualTo(chainIds), "What we call paid is what the chain has.");
        Assert.That(await world.Database.CountAsync("SELECT count(*) FROM wallets_attempts WHERE outcome = 0"), Is.Zero);
        await JudgeSumsAsync(world, people, asked, states, deposit);
    }

    private static async Task JudgeSumsAsync(
        FaultWorld world, IReadOnlyList<AccountId> people, IReadOnlyList<Asked> asked, Dictionary<Guid, WithdrawalState> states, Sun deposit)
    {
        foreach (var person in people)
        {
            var spent = asked.Where(withdrawal => withdrawal.Owner == person && states[withdrawal.Id.Value] == WithdrawalState.Settled).Sum(withdrawal => withdrawal.Amount.Value);
            var wallet = await world.Process.Send(new GetWallet(person));
            Assert.That((wallet.Earn, wallet.EarnHeld), Is.EqualTo((deposit - new Sun(spent), Sun.Zero)));
        }

        var custody = await world.Process.Send(new GetBalances([LedgerAccount.HotCustody]));
        Assert.That(-custody[0].Amount, Is.EqualTo(world.Chain.BalanceSun(world.Hot)), "Our books of the wallet that pays are the chain's.");
    }

    private static async Task ScanAsync(FaultWorld world)
    {
        for (var turn = 0; await world.Process.RunAsync(Scan); turn++)
        {
            Assert.That(turn, Is.LessThan(100_000));
        }
    }

    private static Task<long> LiveAsync(FaultWorld world) => world.Database.CountAsync("SELECT count(*) FROM wallets_withdrawals WHERE state < 4");

    private static Sun Deposit(int count) => Sun.FromTrx(30) * (count / People + 2);

    private static void Give(FaultWorld world, TronAddress to, long sun)
    {
        var given = world.Chain.Faucet(to, sun);
        Assert.That(given.IsSuccess, given.Error?.ToString());
    }

    private static TronAddress NewAddress(Random random)
    {
        var body = new byte[TronAddress.Length - 1];
        random.NextBytes(body);
        return TronAddress.FromBody(body);
    }

    private void Print(FaultWorld world, int count, int seed, Stopwatch watch)
    {
        TestContext.Progress.WriteLine(
            $"{Engine}: {count} withdrawals, seed {seed}, {world.Chaos.Crashes} crashes, {world.Chain.HeadNumber} blocks, {watch.Elapsed.TotalSeconds:0} s");
        foreach (var (what, times) in world.Chaos.Happened)
        {
            TestContext.Progress.WriteLine($"  {times,8} × {what}");
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>A withdrawal as it was asked for.</summary>
    private sealed record Asked(WithdrawalId Id, AccountId Owner, Sun Amount, Sun Receives, Payee Payee);

    /// <summary>Somebody outside, and what he had before.</summary>
    private sealed record Payee(TronAddress Address, long Given, bool IsContract);
}
