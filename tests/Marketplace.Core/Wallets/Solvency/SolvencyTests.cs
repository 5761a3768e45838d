using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using VerifySolvency;

namespace Marketplace.Wallets.Tests;

internal sealed class SolvencyOnSqlite : SolvencySuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class SolvencyOnPostgreSql : SolvencySuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

internal abstract class SolvencySuite : WalletSuite
{
    private const string Proving = "wallets.solvency";

    [Test]
    public async Task Everybody_s_balances_are_in_the_total_and_the_total_is_covered()
    {
        var (bob, ada) = (await EarnerAsync(100), await EarnerAsync(50));
        await MoveAsync(bob, Sun.FromTrx(30));

        var view = (await Market.Send(new TakeSolvencySnapshot())).Require();

        Assert.That((view.Owed, view.Leaves, view.HeldOnDeposits, view.DepositAddresses, view.IsCovered), Is.EqualTo((Sun.FromTrx(150).Value, 3, Sun.FromTrx(150).Value, 2, true)));
        var bobs = await ProofAsync(bob);
        Assert.That(bobs.Accounts.Select(account => account.Balance), Is.EqualTo([Sun.FromTrx(70).Value, Sun.FromTrx(30).Value]));
        AssertHolds(bobs, view.Root);
        AssertHolds(await ProofAsync(ada), view.Root);
    }

    [Test]
    public async Task What_is_held_for_a_withdrawal_is_owed_until_it_has_arrived()
    {
        Network.Deposit("addr-hot", Sun.FromTrx(500).Value);
        var bob = await EarnerAsync(100);
        (await Market.Send(new RequestWithdrawal(bob, "addr-home", Sun.FromTrx(50)))).Require();
        await Market.RunWorkAsync(Push);
        Network.Mine(FakeNetwork.SolidDepth + 1);

        var leaving = (await Market.Send(new TakeSolvencySnapshot())).Require();
        await Market.RunWorkAsync(Push);
        var arrived = (await Market.Send(new TakeSolvencySnapshot())).Require();

        Assert.That((leaving.Owed, leaving.Leaving), Is.EqualTo((Sun.FromTrx(100).Value, Sun.FromTrx(50).Value)));
        Assert.That((arrived.Owed, arrived.Leaving, arrived.IsCovered), Is.EqualTo((Sun.FromTrx(50).Value, 0L, true)));
    }

    [Test]
    public async Task Coins_that_are_gone_are_not_proved_away()
    {
        var bob = await EarnerAsync(100);
        Network.Stolen["addr-deposit-0"] = 1;

        var view = (await Market.Send(new TakeSolvencySnapshot())).Require();

        Assert.That(view.IsCovered, Is.False);
        Assert.That(Market.Logs.Lines, Has.Some.Contains("ALARM"));
        Assert.That(new ProofVerifier((await ProofAsync(bob)).ToJson()).Holds, Is.False);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(5)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(257)]
    [TestCase(1000)]
    public async Task Every_leaf_of_a_tree_of_any_size_is_proved(int size)
    {
        var people = await StoreTreeAsync(size);

        foreach (var person in people)
        {
            var proof = await ProofAsync(person);
            Assert.That(proof.Accounts, Has.Count.EqualTo(1));
            AssertHolds(proof);
        }

        Assert.That((await ProofAsync(await PersonAsync())).Accounts, Is.Empty, "Nobody's balance is nobody's leaf.");
    }

    [Test]
    public async Task A_hundred_thousand_accounts_are_put_into_a_tree_and_proved_out_of_it()
    {
        var clock = Stopwatch.StartNew();
        var people = await StoreTreeAsync(100_000);
        var stored = clock.Elapsed;
        var random = new Random(7);
        foreach (var person in Enumerable.Range(0, 200).Select(_ => people[random.Next(people.Count)]))
        {
            AssertHolds(await ProofAsync(person));
        }

        TestContext.Out.WriteLine($"100,000 leaves made and stored in {stored.TotalMilliseconds:0} ms, 200 proofs read and verified in {(clock.Elapsed - stored).TotalMilliseconds:0} ms");
    }

    [Test]
    public async Task Nobody_is_owed_anything_is_a_proof_too()
    {
        var view = (await Market.Send(new TakeSolvencySnapshot())).Require();

        Assert.That((view.Owed, view.Leaves, view.Root), Is.EqualTo((0L, 0, new string('0', 64))));
        Assert.That(new ProofVerifier(view.ToJson()).Holds, Is.True);
    }

    [Test]
    public async Task A_proof_with_anything_changed_does_not_hold()
    {
        var people = await StoreTreeAsync(6);
        var proofs = new List<string>();
        foreach (var person in people)
        {
            proofs.Add((await ProofAsync(person)).ToJson());
        }

        var tried = 0;
        foreach (var proof in proofs)
        {
            foreach (var (name, changed) in Changes(proof))
            {
                tried++;
                Assert.That(new ProofVerifier(changed).Holds, Is.False, name);
            }
        }

        TestContext.Out.WriteLine($"{tried} changes");
        Assert.That(tried, Is.GreaterThan(1_000));
        Assert.That(new ProofVerifier(proofs[0], new string('a', 64)).Holds, Is.False, "Another root than the public one.");
        Assert.That(new ProofVerifier("{}").Holds, Is.False);
        Assert.That(new ProofVerifier("[1").Holds, Is.False);
    }

    [Test]
    public void A_negative_leaf_and_a_sum_past_64_bits_are_refused()
    {
        var secret = new byte[32];
        KeptTree Make(params long[] balances) =>
            SnapshotMaker.Make(Guid.NewGuid(), secret, "TRX", [.. balances.Select((balance, index) => new Liability(new LedgerAccount($"user:{index}/earn"), balance))]);

        Assert.That(() => Make(5, -1, 7), Throws.TypeOf<SolvencyException>());
        Assert.That(() => Make(long.MaxValue, 1), Throws.TypeOf<SolvencyException>());
        Assert.That(SumTree.SumOf(Make(long.MaxValue - 1, 1).Root), Is.EqualTo(long.MaxValue));
    }

    [Test]
    public async Task A_snapshot_taken_while_money_moves_is_of_one_moment()
    {
        var people = new List<AccountId>();
        for (var i = 0; i < 6; i++)
        {
            people.Add(await EarnerAsync(100));
        }

        using var stop = new CancellationTokenSource();
        var moving = people.Select(person => Task.Run(async () =>
        {
            for (var i = 0; i < 60 && !stop.IsCancellationRequested; i++)
            {
                await MoveAsync(person, Sun.FromTrx(1));
            }
        })).ToArray();
        var views = new List<SolvencyView>();
        while (views.Count < 3 || !moving.All(task => task.IsCompleted))
        {
            views.Add((await Market.Send(new TakeSolvencySnapshot())).Require());
        }

        await stop.CancelAsync();
        await Task.WhenAll(moving);
        TestContext.Out.WriteLine($"{views.Count} snapshots, up to transfers {string.Join(", ", views.Select(view => view.JournalPosition))}");
        Assert.That(views.Select(view => view.Owed), Is.All.EqualTo(Sun.FromTrx(600).Value));
        Assert.That(views.Select(view => view.JournalPosition), Is.Ordered);
        foreach (var person in people)
        {
            AssertHolds(await ProofAsync(person), views[^1].Root);
        }
    }

    [Test]
    public async Task The_sum_is_that_of_the_books_at_the_position_named()
    {
        var bob = await EarnerAsync(100);
        await EarnerAsync(40);
        var view = (await Market.Send(new TakeSolvencySnapshot())).Require();
        await EarnerAsync(60);
        await MoveAsync(bob, Sun.FromTrx(1));

        var booked = await Market.Database.CountAsync(
            $"""
             SELECT SUM(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
             WHERE a.code LIKE 'user:%' AND e.journal_id <= {view.JournalPosition}
             """);
        Assert.That(view.Owed, Is.EqualTo(booked));
    }

    [Test]
    public async Task One_is_made_a_day_and_the_oldest_trees_are_forgotten_but_not_their_roots()
    {
        var bob = await EarnerAsync(100);
        for (var day = 0; day < 10; day++)
        {
            await Market.RunWorkAsync(Proving);
            await Market.RunWorkAsync(Proving);
            Market.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(await Market.Database.CountAsync("SELECT COUNT(*) FROM wallets_solvency_snapshots"), Is.EqualTo(10));
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(DISTINCT snapshot_id) FROM wallets_solvency_tiles"), Is.EqualTo(7));
        Assert.That(await Market.Database.CountAsync("SELECT COUNT(DISTINCT snapshot_id) FROM wallets_solvency_pages"), Is.EqualTo(7));
        AssertHolds(await ProofAsync(bob));
    }

    [Test]
    public async Task A_person_s_word_opens_his_own_part_and_no_other_does()
    {
        var (bob, ada) = (await EarnerAsync(100), await EarnerAsync(50));
        await Market.Send(new TakeSolvencySnapshot());
        var (bobs, adas) = ((await Market.Send(new GetSolvencyToken(bob))).Require(), (await Market.Send(new GetSolvencyToken(ada))).Require());

        Assert.That((await Market.Send(new FindSolvencyProof(bobs)))!.Accounts.Single().Balance, Is.EqualTo(Sun.FromTrx(100).Value));
        Assert.That((await Market.Send(new GetSolvencyToken(bob))).Require(), Is.EqualTo(bobs), "The same word every day.");
        var mixed = bobs[..22] + adas[22..];
        foreach (var word in (string[])["", "x", mixed, bobs[..^1], bobs + "A", bobs.ToUpperInvariant(), bobs[..^2] + (bobs[^2] == 'A' ? 'B' : 'A') + bobs[^1], new string('é', bobs.Length)])
        {
            Assert.That(await Market.Send(new FindSolvencyProof(word)), Is.Null, word);
        }
    }

    /// <summary>A tree of people who are not in the books, as the snapshot would keep it.</summary>
    private async Task<IReadOnlyList<AccountId>> StoreTreeAsync(int size)
    {
        var (ids, random) = (Market.Services.GetRequiredService<IdGenerator>(), new Random(size));
        var people = Enumerable.Range(0, size).Select(_ => ids.Next<AccountId>()).ToArray();
        var owed = people.Select(person => new Liability(LedgerAccount.Earn(person.Value), random.NextInt64(1, 1_000_000_000))).ToArray();
        var (id, secret) = (ids.Next(), new byte[32]);
        random.NextBytes(secret);
        var tree = SnapshotMaker.Make(id, secret, "TRX", owed);
        var sum = owed.Sum(liability => liability.Amount);
        Assert.That(SumTree.SumOf(tree.Root), Is.EqualTo(sum));
        var snapshot = new SolvencySnapshot
        {
            Id = id,
            Network = Network.Info.Name,
            Asset = "TRX",
            TakenAt = Market.Clock.GetUtcNow(),
            BlockNumber = 1,
            BlockId = "block",
            Owed = sum,
            HeldDeposits = sum,
            HeldHot = 5,
            HeldCold = 7,
            Leaving = 0,
            DepositAddresses = size,
            Leaves = size,
            Root = tree.Root[SumTree.SumBytes..],
            JournalPosition = 1,
            Secret = secret,
        };
        await Market.InScopeAsync(services => services.GetRequiredService<ISender>().Send(new StoreSolvencySnapshot(snapshot, tree)));
        return people;
    }

    private async Task MoveAsync(AccountId person, Sun amount)
    {
        var moved = await Market.Send(new MoveToAd(person, amount));
        Assert.That(moved.Succeeded, moved.Error?.ToString());
    }

    private async Task<SolvencyProof> ProofAsync(AccountId person) => (await Market.Send(new GetSolvencyProof(person)))!;

    private static void AssertHolds(SolvencyProof proof, string? root = null)
    {
        var verifier = new ProofVerifier(proof.ToJson(), root ?? proof.Snapshot.Root);
        Assert.That(verifier.Holds, Is.True, string.Join('\n', verifier.Findings));
    }

    /// <summary>The document with every digit, one after the other, changed; and some changes that a liar would try.</summary>
    private static IEnumerable<(string Name, string Json)> Changes(string json)
    {
        // What is said beside the proof: it commits to none of it.
        string[] told = ["network", "taken_at", "block", "deposit_addresses", "journal_position", "seal_head", "name", "address", "id", "number", "leaving"];
        foreach (var (path, value) in Values(JsonNode.Parse(json)!).Where(entry => !told.Any(name => entry.Path.Split('.').Contains(name))))
        {
            foreach (var changed in Altered(value).Where(changed => !long.TryParse(value, out var before) || !long.TryParse(changed, out var after) || before != after))
            {
                var copy = JsonNode.Parse(json)!;
                Replace(copy, path, changed);
                yield return ($"{path}: {value} → {changed}", copy.ToJsonString());
            }
        }

        var swapped = JsonNode.Parse(json)!;
        var steps = swapped["accounts"]![0]!["path"]!.AsArray();
        var first = steps[0]!.DeepClone();
        steps.RemoveAt(0);
        steps.Add(first);
        yield return ("the path in another order", swapped.ToJsonString());
        steps.RemoveAt(0);
        yield return ("a step less", swapped.ToJsonString());
    }

    private static IEnumerable<(string Path, string Value)> Values(JsonNode node, string path = "") => node switch
    {
        JsonObject properties => properties.Where(property => property.Value is not null).SelectMany(property => Values(property.Value!, $"{path}.{property.Key}")),
        JsonArray items => items.SelectMany((item, index) => Values(item!, $"{path}.{index}")),
        _ => [(path.TrimStart('.'), node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString())],
    };

    private static IEnumerable<string> Altered(string value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            yield return value[..at] + (value[at] == '1' ? '2' : '1') + value[(at + 1)..];
        }

        yield return "-" + value;
        yield return value + "0";
        yield return string.Empty;
    }

    private static void Replace(JsonNode root, string path, string value)
    {
        var parts = path.Split('.');
        var parent = parts[..^1].Aggregate(root, (node, part) => node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);
        var isNumber = parent[parts[^1]]!.GetValueKind() == JsonValueKind.Number;
        parent[parts[^1]] = isNumber && long.TryParse(value, out var number) ? JsonValue.Create(number) : JsonValue.Create(value);
    }
}
