using System.Reflection;

namespace Marketplace.Kernel;

/// <summary>An installed module: its name and the assembly whose handlers, tables and migrations it brings.</summary>
/// <param name="Name">Lower case, the prefix of its tables: <c>campaigns</c>.</param>
/// <param name="Assembly">Where its contributions are found.</param>
public sealed record ModuleDescriptor(string Name, Assembly Assembly);

/// <summary>Work that goes on behind the scenes. The host calls it when woken and every <see cref="Interval"/>.</summary>
public interface IBackgroundWork
{
    /// <summary>Its name in logs, leases and <see cref="WorkSignals"/>.</summary>
    string Name { get; }

    /// <summary>How long to rest when nothing wakes it.</summary>
    TimeSpan Interval { get; }

    /// <summary>True where only one process may do it at a time: the host then takes the lease of that name first.</summary>
    bool SingleOwner { get; }

    /// <summary>Does what is there to do now.</summary>
    /// <param name="cancellationToken">Asks to stop between two steps.</param>
    /// <returns>True where there is more to do at once.</returns>
    Task<bool> RunOnceAsync(CancellationToken cancellationToken);
}

/// <summary>Wakes background work of this process; missing a wake costs at most the work's interval.</summary>
public sealed class WorkSignals
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> signals = new();

    /// <summary>Asks the work of that name to look again.</summary>
    /// <param name="name"><see cref="IBackgroundWork.Name"/>.</param>
    public void Wake(string name)
    {
        var signal = Of(name);
        lock (signal)
        {
            if (signal.CurrentCount == 0)
            {
                signal.Release();
            }
        }
    }

    /// <summary>Waits until woken.</summary>
    /// <param name="name"><see cref="IBackgroundWork.Name"/>.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public Task WaitAsync(string name, CancellationToken cancellationToken) => Of(name).WaitAsync(cancellationToken);

    private SemaphoreSlim Of(string name) => signals.GetOrAdd(name, static _ => new SemaphoreSlim(0, 1));
}

/// <summary>A sentence about the books that must always be true, checked by tests, the health page and the operator.</summary>
public interface IInvariant
{
    /// <summary>The sentence: <c>Every transfer sums to zero</c>.</summary>
    string Name { get; }

    /// <summary>Looks for what breaks it.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is wrong, or null where it holds.</returns>
    Task<string?> FindViolationAsync(CancellationToken cancellationToken);
}
