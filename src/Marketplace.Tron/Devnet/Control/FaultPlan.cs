namespace Marketplace.Tron.Devnet;

/// <summary>The faults still to be played.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<(DevnetFault Fault, int? Left)> faults = [];

    internal void Add(DevnetFault fault)
    {
        lock (gate)
        {
            faults.Add((fault, fault.Count));
        }
    }

    internal void Clear()
    {
        lock (gate)
        {
            faults.Clear();
        }
    }

    internal IReadOnlyList<DevnetFault> Waiting()
    {
        lock (gate)
        {
            return faults.ConvertAll(item => item.Fault with { Count = item.Left });
        }
    }

    internal DevnetFault? Take(string endpoint, string path)
    {
        var isBroadcast = path.StartsWith("/wallet/broadcast", StringComparison.Ordinal);
        lock (gate)
        {
            var index = faults.FindIndex(item =>
                (item.Fault.Endpoint == "*" || item.Fault.Endpoint == endpoint)
                && path.StartsWith(item.Fault.Path, StringComparison.Ordinal)
                && (isBroadcast || !item.Fault.IsAboutBroadcast));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = faults[index];
            if (left is 1)
            {
                faults.RemoveAt(index);
            }
            else
            {
                faults[index] = (fault, left - 1);
            }

            return fault;
        }
    }
}
