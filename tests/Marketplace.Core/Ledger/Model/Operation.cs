namespace Marketplace.Ledger.Tests.Model;

/// <summary>
/// Something somebody asks of the ledger, by names that mean the same whatever came before: a list of these stays a story when some are left out, which is
/// what makes a failure small.
/// </summary>
internal abstract record Operation
{
    /// <summary>How many requests the ledger has to judge.</summary>
    public virtual int Requests => 1;

    protected static string Tell(Transfer transfer) =>
        $"{transfer.Key} {transfer.Kind} {transfer.Reference}"
        + (transfer.Captures is { } hold ? $" captures {hold.Value}" : string.Empty)
        + $": {string.Join(", ", transfer.Entries.Select(entry => $"{entry.Account.Code} {entry.Amount} {entry.Asset}"))}";
}

/// <summary>By <see cref="PostTransfer"/>, or <see cref="CaptureHold"/> where it captures.</summary>
internal sealed record PostOne(Transfer Transfer) : Operation
{
    public override string ToString() => $"post {Tell(Transfer)}";
}

/// <summary>By <see cref="PostTransfers"/>.</summary>
internal sealed record PostMany(IReadOnlyList<Transfer> Transfers) : Operation
{
    public override int Requests => Transfers.Count;

    public override string ToString() => $"post in one call\n    {string.Join("\n    ", Transfers.Select(Tell))}";
}

/// <summary>By <see cref="ITransferPoster"/>, none waiting for the one before.</summary>
internal sealed record PostTogether(IReadOnlyList<Transfer> Transfers) : Operation
{
    public override int Requests => Transfers.Count;

    public override string ToString() => $"post by groups\n    {string.Join("\n    ", Transfers.Select(Tell))}";
}

/// <param name="Number">Which hold.</param>
/// <param name="Account">Whose funds.</param>
/// <param name="Amount">How much.</param>
/// <param name="Asset">Of what.</param>
/// <param name="Seconds">How long until it expires; null for never.</param>
internal sealed record Place(int Number, LedgerAccount Account, long Amount, string Asset, int? Seconds) : Operation;

internal sealed record Release(int Number) : Operation;

/// <param name="Of">The key of the transfer to take back.</param>
/// <param name="Key">The reversal's own.</param>
/// <param name="Reference">Why.</param>
internal sealed record Reverse(string Of, string Key, string Reference) : Operation;

internal sealed record Advance(int Seconds) : Operation;

internal sealed record ReleaseExpired : Operation;

internal sealed record RollUp : Operation;
