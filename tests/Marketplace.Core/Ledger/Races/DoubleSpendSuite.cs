using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Ledger.Tests.Races;

/// <summary>
/// Rounds of 32 racing spends of one balance: exactly ⌊balance ÷ amount⌋ succeed. As transactions of their own, which race in the database itself, as many
/// rounds as <c>MARKETPLACE_SPEND_ROUNDS</c> says, by groups as many as <c>MARKETPLACE_GROUPED_SPEND_ROUNDS</c>. <c>MARKETPLACE_SPEND_SEED</c> repeats the amounts.
/// </summary>
internal abstract class DoubleSpendSuite : BooksSuite
{
    private const int Racers = 32;

    [Test]
    public async Task Racing_transactions_spend_a_balance_once()
    {
        var (rounds, random) = await BeginAsync(Setting.Number("MARKETPLACE_SPEND_ROUNDS", 60));
        for (var number = 0; number < rounds; number++)
        {
            var round = new Round(number, random);
            await DepositAsync(round.Account, round.Balance);

            round.Check(await RaceAsync(Racers, racer => PostAsync(round.Spend(racer))));
            Assert.That(await AmountsAsync(round.Account), Is.EqualTo(new[] { round.Rest }), $"{round}");
        }
    }

    [Test]
    public async Task Racing_callers_of_groups_spend_a_balance_once()
    {
        const int AtOnce = 50;
        var (rounds, random) = await BeginAsync(Setting.Number("MARKETPLACE_GROUPED_SPEND_ROUNDS", 1_000));
        for (var first = 0; first < rounds; first += AtOnce)
        {
            var table = Enumerable.Range(first, AtOnce).Select(number => new Round(number, random)).ToArray();
            await PostTogetherAsync([.. table.Select(round => Move($"deposit {round.Account}", LedgerAccount.Custody, round.Account, round.Balance))]);

            // Everybody's first spend, then everybody's second: the rounds mix in every group.
            var answers = await PostTogetherAsync([.. Enumerable.Range(0, Racers).SelectMany(racer => table.Select(round => round.Spend(racer)))]);

            var rests = await AmountsAsync([.. table.Select(round => round.Account)]);
            for (var place = 0; place < AtOnce; place++)
            {
                table[place].Check([.. Enumerable.Range(0, Racers).Select(racer => answers[(racer * AtOnce) + place])]);
                Assert.That(rests[place], Is.EqualTo(table[place].Rest), $"{table[place]}");
            }
        }
    }

    private async Task<(long Rounds, Random Random)> BeginAsync(long rounds)
    {
        var seed = (int)Setting.Number("MARKETPLACE_SPEND_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"MARKETPLACE_SPEND_SEED={seed}: {rounds:N0} rounds of {Racers} racing spends on {Engine}"));
        return (rounds, new Random(seed));
    }

    /// <summary>A balance and what each of the racers wants of it.</summary>
    private sealed class Round(int number, Random random)
    {
        public LedgerAccount Account { get; } = new($"user:{number}/earn");

        public long Amount { get; } = random.Next(1, 1_000);

        // From less than one spend to all but a few of them.
        public long Balance { get => field == 0 ? field = 1 + random.NextInt64(Amount * (random.Next(4) == 0 ? Racers : 8)) : field; }

        public long Rest => Balance % Amount;

        public Transfer Spend(int racer) => Move($"{Account} {racer}", Account, Bob, Amount);

        public void Check(IReadOnlyList<Result<PostedTransfer>> answers)
        {
            Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(Balance / Amount), ToString());
            Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo("ledger.insufficient_funds"), ToString());
        }

        public override string ToString() => $"round {number}: {Balance} in spends of {Amount}";
    }
}

internal sealed class DoubleSpendOnSqlite : DoubleSpendSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class DoubleSpendOnPostgreSql : DoubleSpendSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
