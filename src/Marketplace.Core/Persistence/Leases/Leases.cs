using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Persistence.Leases;

/// <summary>The right to do one named thing, for a while.</summary>
/// <param name="Name">What.</param>
/// <param name="Epoch">The fencing token: grows with every change of owner, so that a late write of a former owner can be told.</param>
/// <param name="Until">When it ends unless renewed, by this process' own clock.</param>
public sealed record Lease(string Name, long Epoch, DateTimeOffset Until)
{
    /// <summary>The longest that a lease may last without renewal. One that claims to last longer was written by a clock that is wrong, and is free.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>True in the first half of its life. Past it, or where the clock was set back since, it is to be renewed.</summary>
    /// <param name="now">This process' own clock.</param>
    /// <param name="duration">What it was taken for.</param>
    public bool IsFresh(DateTimeOffset now, TimeSpan duration) => Until - now is var left && left > duration / 2 && left <= duration;
}

/// <summary>Who has a lease.</summary>
/// <param name="Owner">A machine's name, a process id, and what tells them from others of that name.</param>
/// <param name="Until">When it ends unless renewed, by the database's clock.</param>
public sealed record LeaseHolder(string Owner, DateTimeOffset Until);

/// <summary>
/// Work that must have one owner, whatever the number of processes. Leases end by the database's clock (<see cref="IDatabaseClock"/>); what a dead process of
/// this machine held is free at once (<see cref="LeaseOwner"/>).
/// </summary>
public interface ILeases
{
    /// <summary>Takes the lease where it is free, or prolongs it where it is this owner's.</summary>
    /// <param name="name">What.</param>
    /// <param name="owner">Who: a process and its worker, as <see cref="LeaseOwner.New"/> names them.</param>
    /// <param name="duration">How long it holds without renewal; at most <see cref="Lease.Longest"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease, or null where another owner has it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is longer than that.</exception>
    Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives it back, so that the next owner need not wait for its end.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Inside a transaction: true where this epoch is still the newest. The row stays locked until the commit, so that no other
    /// owner can step in between the check and the write.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    Task<bool> IsCurrentAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Who has it now; null where nobody does, or nobody who could still have it.</summary>
    /// <param name="name">What.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<LeaseHolder?> FindHolderAsync(string name, CancellationToken cancellationToken);
}

internal sealed class LeaseRow
{
    public required string Name { get; init; }

    public string? Owner { get; init; }

    public required long Epoch { get; init; }

    public required DateTimeOffset Until { get; init; }
}

internal sealed class DatabaseLeases(MarketplaceDbContext db, UnitOfWork unit, IDatabaseClock clock, TimeProvider time) : ILeases
{
    public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, Lease.Longest);
        var result = await unit.RunAsync<Result<Lease>>(
            async () =>
            {
                // Our own clock first: we never believe longer in the lease than the database does.
                var untilHere = time.GetUtcNow() + duration;
                var now = (await clock.GetUtcNowAsync(cancellationToken)).UtcDateTime;
                var (until, latest) = (now + duration, now + Lease.Longest);
                var renewed = await db.Database.ExecuteSqlAsync(
                    $"UPDATE leases SET until = {until} WHERE name = {name} AND owner = {owner}", cancellationToken);
                var taken = renewed == 1 ? 1 : await db.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO leases (name, owner, epoch, until) VALUES ({name}, {owner}, 1, {until})
                     ON CONFLICT (name) DO UPDATE SET owner = {owner}, epoch = leases.epoch + 1, until = {until}
                     WHERE leases.owner IS NULL OR leases.until <= {now} OR leases.until > {latest}
                     """,
                    cancellationToken);
                var row = await FindAsync(name, cancellationToken);
                if (taken == 0 && row?.Owner is { } former && LeaseOwner.IsGone(former))
                {
                    taken = await db.Database.ExecuteSqlAsync(
                        $"UPDATE leases SET owner = {owner}, epoch = epoch + 1, until = {until} WHERE name = {name} AND owner = {former} AND epoch = {row.Epoch}",
                        cancellationToken);
                    row = await FindAsync(name, cancellationToken);
                }

                return taken == 1 ? new Lease(name, row!.Epoch, untilHere) : KernelErrors.NotFound;
            },
            leavesNothingOnFailure: true,
            cancellationToken);
        return result.Value;
    }

    public async Task<LeaseHolder?> FindHolderAsync(string name, CancellationToken cancellationToken)
    {
        var now = await clock.GetUtcNowAsync(cancellationToken);
        return await FindAsync(name, cancellationToken) is { Owner: { } owner } row && row.Until > now && row.Until <= now + Lease.Longest && !LeaseOwner.IsGone(owner)
            ? new LeaseHolder(owner, row.Until)
            : null;
    }

    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => unit.RunAsync(
        async () =>
        {
            await db.Database.ExecuteSqlAsync(
                $"UPDATE leases SET owner = NULL WHERE name = {lease.Name} AND epoch = {lease.Epoch}", cancellationToken);
            return Result.Success;
        },
        leavesNothingOnFailure: true,
        cancellationToken);

    public async Task<bool> IsCurrentAsync(Lease lease, CancellationToken cancellationToken) =>
        // An update that changes nothing is a check and a row lock in one statement, on both engines.
        await db.Database.ExecuteSqlAsync(
            $"UPDATE leases SET epoch = epoch WHERE name = {lease.Name} AND epoch = {lease.Epoch} AND owner IS NOT NULL", cancellationToken) == 1;

    private Task<LeaseRow?> FindAsync(string name, CancellationToken cancellationToken) =>
        db.Set<LeaseRow>().AsNoTracking().SingleOrDefaultAsync(lease => lease.Name == name, cancellationToken);
}

internal sealed class LeaseRowConfiguration : IEntityTypeConfiguration<LeaseRow>
{
    public void Configure(EntityTypeBuilder<LeaseRow> builder)
    {
        builder.ToTable("leases");
        builder.HasKey(lease => lease.Name);
        builder.Property(lease => lease.Name).HasMaxLength(100);
        builder.Property(lease => lease.Owner).HasMaxLength(200);
    }
}
