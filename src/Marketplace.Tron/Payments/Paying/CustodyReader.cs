using Marketplace.Wallets;

namespace Marketplace.Tron.Payments.Paying;

/// <summary>Reads what addresses have on the solid chain, all of them as of one block.</summary>
internal sealed class CustodyReader(TronNodes nodes)
{
    private const int Attempts = 5;

    public async Task<CustodyReading> ReadAsync(IReadOnlyList<TronAddress> addresses, CancellationToken cancellationToken)
    {
        // One node for all of it: another one may stand at another block.
        var node = (await nodes.EachAsync(cancellationToken))[0];
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var before = Require(await node.GetNewestBlockAsync(TronView.Solid, cancellationToken));
            var balances = new List<long>(addresses.Count);
            foreach (var address in addresses)
            {
                balances.Add(Require(await node.GetAccountAsync(address, TronView.Solid, cancellationToken)).BalanceSun);
            }

            if (Require(await node.GetNewestBlockAsync(TronView.Solid, cancellationToken)).Id == before.Id)
            {
                return new CustodyReading(new BlockCursor(before.Number, before.Id), balances);
            }
        }

        throw new TronUnavailableException($"The chain moved on while {addresses.Count} balances were read, {Attempts} times.");
    }

    private static T Require<T>(TronResult<T> result) =>
        result.IsSuccess ? result.Value : throw new TronUnavailableException($"Balances can not be read: {result.Error}");
}
