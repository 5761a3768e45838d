using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>
/// Random operations on the ledger and on a plain model of it: the ledger accepts exactly when the model accepts, refuses for the same reason, and has the same
/// balances after each. <c>MARKETPLACE_MODEL_OPERATIONS</c> asks for more of them, <c>MARKETPLACE_MODEL_SEED</c> for the same ones again.
/// </summary>
internal abstract class ModelSuite : EngineSuite
{
    private const int Few = 8_000;
    private const int LengthOfAStory = 400;

    /// <summary>A database is checked and replaced after so many: ten million in one would measure the disk.</summary>
    private const int InOneDatabase = 200_000;

    /// <summary>FsCheck's generator takes two numbers, the second odd; the seed is the first.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    [Test]
    public async Task Random_operations_have_the_same_answers_and_balances_as_the_model()
    {
        var operations = Setting.Number("MARKETPLACE_MODEL_OPERATIONS", Few);
        var seed = (ulong)Setting.Number("MARKETPLACE_MODEL_SEED", Random.Shared.Next());
        await TestContext.Out.WriteLineAsync($"MARKETPLACE_MODEL_SEED={seed}, at least {operations} operations on {Engine}");

        var runner = new Runner(Engine, operations);
        await using (runner)
        {
            try
            {
                Prop.ForAll(Arb.From(Operations.Story(LengthOfAStory), Operations.Shorter), (Action<Operation[]>)runner.Tell)
                    .Check(Config.QuickThrowOnFailure.WithReplay(seed, Gamma).WithMaxTest((int)((operations + LengthOfAStory - 1) / LengthOfAStory)).WithQuietOnSuccess(true));
            }
            catch (Exception) when (runner.Failure is { } failure)
            {
                Assert.Fail($"MARKETPLACE_MODEL_SEED={seed}: {failure.Message}\nThe story, as short as it gets:\n{string.Join('\n', failure.Story.Select((operation, place) => $"{place + 1}. {operation}"))}");
            }
        }

        await TestContext.Out.WriteLineAsync(runner.Figures);
        Assert.That(runner.Requests, Is.GreaterThanOrEqualTo(operations));
    }

    private sealed class Runner(TestEngine engine, long wanted) : IAsyncDisposable
    {
        private readonly Dictionary<string, int> answers = [];
        private TestMarketplace? market;
        private int runs;
        private long requestsHere;
        private long transfersHere;

        public long Requests { get; private set; }

        public long Transfers { get; private set; }

        /// <summary>The last story that failed: FsCheck ends with the shortest.</summary>
        public (Operation[] Story, string Message)? Failure { get; private set; }

        public string Figures => string.Create(CultureInfo.InvariantCulture, $"{Requests:N0} requests in {runs:N0} stories, {Transfers:N0} transfers in the books, 0 differences; ")
            + string.Join(", ", answers.OrderByDescending(answer => answer.Value).Select(answer => $"{answer.Key} {answer.Value}"));

        public void Tell(Operation[] story)
        {
            if (Failure is null && Requests >= wanted)
            {
                return;
            }

            TellAsync(story).GetAwaiter().GetResult();
        }

        public async ValueTask DisposeAsync() => await LeaveAsync();

        private async Task TellAsync(Operation[] story)
        {
            if (requestsHere >= InOneDatabase)
            {
                await LeaveAsync();
            }

            market ??= await StartAsync();
            var teller = new Storyteller(market, runs++);
            try
            {
                await teller.TellAsync(story);
            }
            catch (Exception exception)
            {
                Failure = (story, exception is DisagreementException ? exception.Message : exception.ToString());
                throw;
            }

            var requests = story.Sum(operation => operation.Requests);
            (Requests, requestsHere, Transfers, transfersHere) = (Requests + requests, requestsHere + requests, Transfers + teller.Transfers, transfersHere + teller.Transfers);
            foreach (var (answer, count) in teller.Answers)
            {
                answers[answer] = answers.GetValueOrDefault(answer) + count;
            }
        }

        private async Task<TestMarketplace> StartAsync()
        {
            var started = await TestMarketplace.StartAsync(engine, services => services.AddMarketplaceLedger(ledger => ledger.Assets.Add(Worlds.Gem)));
            if (engine == TestEngine.PostgreSql)
            {
                // Nothing is killed here: to wait for the disk after each of so many commits proves nothing.
                var name = (await started.Database.RowsAsync("SELECT current_database()")).Single();
                await started.Database.ExecuteAsync($"ALTER DATABASE {name} SET synchronous_commit = off");
                started.Database.Disconnect();
            }

            return started;
        }

        /// <summary>Disposing the marketplace checks every invariant.</summary>
        private async Task LeaveAsync()
        {
            if (market is null)
            {
                return;
            }

            await using (market)
            {
                if (Failure is null)
                {
                    Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM ledger_journal"), Is.EqualTo(transfersHere), "The journal has what was accepted and nothing else.");
                }
            }

            (market, requestsHere, transfersHere) = (null, 0, 0);
        }
    }
}

internal sealed class ModelOnSqlite : ModelSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ModelOnPostgreSql : ModelSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
