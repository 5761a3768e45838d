using System.Collections.Concurrent;
using Marketplace.Testing;

namespace Marketplace.Kernel.Tests;

internal sealed class IdGeneratorTests
{
    private readonly FakeClock clock = new();

    [Test]
    public void An_id_is_of_version_7_and_tells_its_time()
    {
        var id = new IdGenerator(clock).Next();

        Assert.That((id.Version, id.Variant & 0xc), Is.EqualTo((7, 8)));
        var bytes = id.ToByteArray(bigEndian: true);
        var milliseconds = bytes.Take(6).Aggregate(0L, (sum, part) => (sum << 8) | part);
        Assert.That(milliseconds, Is.EqualTo(clock.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [Test]
    public void Ids_grow_while_the_clock_stands_still_and_when_it_goes_back()
    {
        var generator = new IdGenerator(clock);
        var ids = new List<Guid>();
        for (var count = 0; count < 20_000; count++)
        {
            if (count == 10_000)
            {
                clock.Set(clock.GetUtcNow() - TimeSpan.FromHours(1));
            }

            ids.Add(generator.Next());
        }

        AssertGrowing(ids);
    }

    [Test]
    public void Ids_of_many_threads_are_all_different_and_grow_for_each()
    {
        var generator = new IdGenerator(TimeProvider.System);
        var all = new ConcurrentBag<Guid>();
        Parallel.For(0, 8, _ =>
        {
            var own = Enumerable.Range(0, 20_000).Select(_ => generator.Next()).ToList();
            AssertGrowing(own);
            own.ForEach(all.Add);
        });

        Assert.That(all.Distinct().Count(), Is.EqualTo(160_000));
    }

    private static void AssertGrowing(List<Guid> ids)
    {
        // As the databases compare them: by their bytes in network order, which is also the order of their text.
        for (var index = 1; index < ids.Count; index++)
        {
            Assert.That(string.CompareOrdinal(ids[index - 1].ToString(), ids[index].ToString()), Is.Negative);
        }
    }
}
