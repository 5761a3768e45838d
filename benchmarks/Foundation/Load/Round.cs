using Marketplace.Benchmarks.Foundation.Reporting;
using Marketplace.Benchmarks.Foundation.StandIn;
using Marketplace.Testing;
using Marketplace.Tron.Devnet;
using Marketplace.Tron.Payments;

namespace Marketplace.Benchmarks.Foundation.Load;

/// <summary>One round: a new database, a new chain, a new process, and everything measured once.</summary>
internal sealed class Round(TestEngine engine, Scale scale, bool withMoney)
{
    private const long FirstPerson = 5_000_000_000;
    private const int BlocksBeforeTheStart = 30;
    private const int Bursts = 3;

    public async Task<Measurements> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-benchmark-").FullName;
        try
        {
            await using var database = await engine.CreateAsync();
            await using var api = await FastBotApi.StartAsync();
            await using var chain = await TronDevnet.StartAsync(new TronDevnetOptions { BlockTime = null });
            chain.Mine(BlocksBeforeTheStart);
            var vault = Path.Combine(folder, "wallet.vault");
            using var key = TronVaultKey.Create($"{vault}.key");
            TronVault.Create(vault, key);
            string[] settings =
            [
                $"--Frontends:Telegram:Token={FastBotApi.Token}",
                $"--Frontends:Telegram:BaseUrl={api.Url}",
                $"--Database:Provider={engine.Name.ToLowerInvariant()}",
                $"--Database:ConnectionString={database.ConnectionString}",
                "--Tron:Network=devnet",
                $"--Tron:Endpoints:0={chain.Address}",
                $"--Tron:Vault={vault}",
                $"--Tron:VaultKeyFile={vault}.key",
                // As with a node of one's own; the default, 3 s, spares the quota of a public one.
                "--Wallets:ScanInterval=00:00:01",
            ];
            return await MeasureAsync(api, chain, settings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Measurements> MeasureAsync(FastBotApi api, TronDevnet chain, string[] settings)
    {
        var measured = new Measurements();
        var people = Enumerable.Range(0, scale.People).Select(index => api.AddPerson(FirstPerson + index)).ToList();
        var (host, firstStart) = await StartAsync(people[0], settings);
        measured.Add("cold start, new database", "ms", firstStart.TotalMilliseconds);
        try
        {
            await MeasureCommandsAsync(host, people, measured);
            if (withMoney)
            {
                await MeasureMoneyAsync(api, chain, people, measured);
            }

            var memory = await host.ReadMemoryAsync();
            measured.Add("memory, resident", "MB", memory.Resident / 1e6);
            measured.Add("memory, most ever resident", "MB", memory.Peak / 1e6);
            if (memory.ManagedHeap is { } heap)
            {
                measured.Add("memory, managed heap", "MB", heap / 1e6);
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{exception.Message}{Environment.NewLine}The host said last:{Environment.NewLine}{host.LastWords}", exception);
        }
        finally
        {
            await host.DisposeAsync();
        }

        var (again, secondStart) = await StartAsync(people[0], settings);
        var processor = again.ProcessorTime;
        await again.DisposeAsync();
        measured.Add("cold start", "ms", secondStart.TotalMilliseconds);
        measured.Add("cold start, processor time", "ms", processor.TotalMilliseconds);
        return measured;
    }

    /// <summary>From the start of the process to the first answer; the question waits for it.</summary>
    private static async Task<(HostProcess Host, TimeSpan Took)> StartAsync(Person person, string[] settings)
    {
        var question = person.Write("/start");
        var startedAt = TimeProvider.System.GetTimestamp();
        var host = HostProcess.Start(settings);
        try
        {
            await person.AnswerAsync(question, "/start");
            return (host, TimeProvider.System.GetElapsedTime(startedAt, question.AnsweredAt));
        }
        catch (InvalidOperationException exception)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not start:{Environment.NewLine}{host.LastWords}", exception);
        }
    }

    private async Task MeasureCommandsAsync(HostProcess host, List<Person> people, Measurements measured)
    {
        var contacts = await Commands.BurstAsync(people[1..], "/start");
        measured.Add("first contact, everybody at once", Commands.Received(contacts));

        // Not counted: a host that has answered for a minute has compiled what it runs often for good, and the next hour is what matters.
        await Commands.SteadyAsync(people, scale.Pause, scale.WarmUp);
        var steady = await MeasureProcessorAsync(host, () => Commands.SteadyAsync(people, scale.Pause, scale.Steady));
        measured.Add("command, steady", Commands.Received(steady.Acts));
        measured.Add("command, steady, processor time each", "ms", steady.PerAct.TotalMilliseconds);

        var burst = await MeasureProcessorAsync(host, () => Commands.BurstsAsync(people, Bursts));
        measured.Add("command, everybody at once", Commands.Received(burst.Acts));
        measured.Add("command, everybody at once, from the act", Commands.Acted(burst.Acts));
        measured.Add("command, everybody at once, processor time each", "ms", burst.PerAct.TotalMilliseconds);
    }

    private async Task MeasureMoneyAsync(FastBotApi api, TronDevnet chain, List<Person> people, Measurements measured)
    {
        var money = new Money(chain);
        var advertiser = api.AddPerson(FirstPerson + scale.People);
        await advertiser.AskAsync("/start", "Earned");
        await money.AdvertiseAsync(advertiser, scale.Participations);
        var participations = new List<TimeSpan>();
        foreach (var person in people.Take(scale.Participations))
        {
            participations.Add(await money.ParticipateAsync(person));
        }

        measured.Add("participation, claim to paid", Percentiles.Of(participations));
        var deposits = new List<TimeSpan>();
        foreach (var person in people.Take(scale.Deposits))
        {
            deposits.Add(await money.DepositAsync(person, 1, await Money.AddressAsync(person)));
        }

        measured.Add("deposit, solid to credited", Percentiles.Of(deposits));
    }

    private static async Task<(IReadOnlyList<Act> Acts, TimeSpan PerAct)> MeasureProcessorAsync(HostProcess host, Func<Task<IReadOnlyList<Act>>> load)
    {
        var before = host.ProcessorTime;
        var acts = await load();
        return (acts, (host.ProcessorTime - before) / acts.Count);
    }
}
