using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Scanning;

/// <summary>The watched addresses as 20 bytes each: a lookup costs the same for one and for a million, and allocates nothing.</summary>
internal sealed class AddressSet : IWatchList
{
    private readonly HashSet<TronAddress> addresses = [];

    public int Count => addresses.Count;

    public void Add(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            this.addresses.Add(TronAddress.Parse(address).Value);
        }
    }

    public bool Contains(TronAddress address) => addresses.Contains(address);
}
