namespace Marketplace.Frontends.Sandbox.Telegram.Faults;

/// <summary>What is wrong with the next calls of a method, as the control API was told.</summary>
internal sealed class FaultSwitch
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _planned = [];

    public IReadOnlyList<object> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _planned.Select(planned => new { planned.Fault.Method, planned.Fault.Kind, planned.Left })];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _planned.Add(new Planned(fault) { Left = fault.Count });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }

    public Fault? Take(string method)
    {
        lock (_gate)
        {
            var planned = _planned.Find(planned => planned.Fault.Concerns(method));
            if (planned is not null && --planned.Left <= 0)
            {
                _planned.Remove(planned);
            }

            return planned?.Fault;
        }
    }

    private sealed class Planned(Fault fault)
    {
        public Fault Fault => fault;

        public int Left { get; set; }
    }
}
