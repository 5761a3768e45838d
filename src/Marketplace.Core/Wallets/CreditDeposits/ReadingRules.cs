namespace Marketplace.Wallets;

/// <summary>What must be true of any reading, whatever the network: the port is narrow, and behind it may stand a node that lies.</summary>
internal static class ReadingRules
{
    public static void Check(BlockCursor? after, NetworkReading reading)
    {
        var cursor = reading.Cursor!;
        if (after is not null && (cursor.Number < after.Number || (cursor.Number == after.Number && cursor.Id != after.Id)))
        {
            throw new ImpossibleForkException($"The reading ends at block {cursor.Number} ({cursor.Id}), behind or beside the cursor {after.Number} ({after.Id}).");
        }

        foreach (var transfer in reading.Solid)
        {
            // Below the first cursor nothing was promised to anybody.
            if (transfer.Amount <= 0 || transfer.BlockNumber > cursor.Number || transfer.BlockNumber <= (after?.Number ?? -1))
            {
                throw new ImpossibleForkException($"A solid transfer can not be: {transfer} in the reading from {after?.Number} to {cursor.Number}.");
            }
        }

        if (reading.Unconfirmed.FirstOrDefault(transfer => transfer.Amount <= 0) is { } bad)
        {
            throw new ImpossibleForkException($"A transfer can not be: {bad}.");
        }
    }
}
