using Marketplace.Benchmarks.Foundation.StandIn;

namespace Marketplace.Benchmarks.Foundation.Load;

/// <summary>A simple command, update received → reply sent.</summary>
internal static class Commands
{
    private const string Command = "/balance";

    /// <summary>Everybody in the same instant.</summary>
    public static async Task<IReadOnlyList<Act>> BurstAsync(IReadOnlyList<Person> people, string command = Command)
    {
        var acts = people.Select(person => (Person: person, Act: person.Write(command))).ToList();
        await Task.WhenAll(acts.Select(act => act.Person.AnswerAsync(act.Act, command)));
        return [.. acts.Select(act => act.Act)];
    }

    /// <summary>Some such instants one after the other, for percentiles that do not hang on one of them.</summary>
    public static async Task<IReadOnlyList<Act>> BurstsAsync(IReadOnlyList<Person> people, int bursts)
    {
        var acts = new List<Act>();
        for (var burst = 0; burst < bursts; burst++)
        {
            acts.AddRange(await BurstAsync(people));
        }

        return acts;
    }

    /// <summary>Everybody once every <paramref name="pause"/>, spread evenly. Nobody waits for the answer before he acts again.</summary>
    public static async Task<IReadOnlyList<Act>> SteadyAsync(IReadOnlyList<Person> people, TimeSpan pause, TimeSpan lasting)
    {
        var total = (int)(people.Count * (lasting / pause));
        var acts = new List<(Person Person, Act Act)>(total);
        var start = TimeProvider.System.GetTimestamp();
        while (acts.Count < total)
        {
            var due = Math.Min(total, (int)(TimeProvider.System.GetElapsedTime(start) / pause * people.Count) + 1);
            while (acts.Count < due)
            {
                var person = people[acts.Count % people.Count];
                acts.Add((person, person.Write(Command)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        await Task.WhenAll(acts.Select(act => act.Person.AnswerAsync(act.Act, Command)));
        return [.. acts.Select(act => act.Act)];
    }

    public static Percentiles Received(IEnumerable<Act> acts) => Percentiles.Of(acts.Select(act => act.SinceReceived));

    public static Percentiles Acted(IEnumerable<Act> acts) => Percentiles.Of(acts.Select(act => act.SinceActed));
}
