using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Storage;

internal interface ITable
{
    string Name { get; }

    void Replay(string key, JsonElement? row);

    IEnumerable<RowChange> Rows();
}

/// <summary>Rows by key, in memory; <paramref name="written"/> collects what a transaction changed, where anything is kept at all.</summary>
internal sealed class Table<TRow>(string name, Func<TRow, string> key, Action<RowChange>? written) : ITable
    where TRow : class
{
    private readonly Dictionary<string, TRow> _rows = [];

    public string Name => name;

    public IEnumerable<TRow> All => _rows.Values;

    public TRow? Find(string id) => _rows.GetValueOrDefault(id);

    public TRow Put(TRow row)
    {
        _rows[key(row)] = row;
        written?.Invoke(new RowChange(name, key(row), JsonSerializer.SerializeToElement(row, SandboxJson.Options)));
        return row;
    }

    public void Remove(TRow row)
    {
        if (_rows.Remove(key(row)))
        {
            written?.Invoke(new RowChange(name, key(row), null));
        }
    }

    public void Replay(string id, JsonElement? row)
    {
        if (row is { ValueKind: JsonValueKind.Object } value)
        {
            _rows[id] = value.Deserialize<TRow>(SandboxJson.Options)!;
        }
        else
        {
            _rows.Remove(id);
        }
    }

    public IEnumerable<RowChange> Rows() =>
        _rows.Select(row => new RowChange(name, row.Key, JsonSerializer.SerializeToElement(row.Value, SandboxJson.Options)));
}
