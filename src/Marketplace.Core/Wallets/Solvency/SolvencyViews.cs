namespace Marketplace.Wallets;

internal static class SolvencyViews
{
    public static SolvencyView Of(SolvencySnapshot snapshot, HouseAddresses house) => new(
        snapshot.Network,
        snapshot.Asset,
        snapshot.TakenAt,
        new BlockCursor(snapshot.BlockNumber, snapshot.BlockId),
        snapshot.Owed,
        snapshot.HeldDeposits,
        snapshot.DepositAddresses,
        [.. Holdings(snapshot, house)],
        snapshot.Leaving,
        Convert.ToHexStringLower(snapshot.Root),
        snapshot.Leaves,
        snapshot.JournalPosition,
        snapshot.SealHead);

    private static IEnumerable<HouseHolding> Holdings(SolvencySnapshot snapshot, HouseAddresses house)
    {
        if (house.Hot is { } hot)
        {
            yield return new HouseHolding("hot", hot, snapshot.HeldHot);
        }

        if (house.Cold is { } cold)
        {
            yield return new HouseHolding("cold", cold, snapshot.HeldCold);
        }
    }
}
