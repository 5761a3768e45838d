using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Persistence.Leases;

/// <summary>The right to do one named thing, for a while.</summary>
/// <param name="Name">What.</param>
/// <param name="Epoch">The fencing token: grows with every change of owner, so that a late write of a former owner can be told.</param>
/// <param name="Until">When it ends unless renewed.</param>
public sealed record Lease(string Name, long Epoch, DateTimeOffset Until);

/// <summary>Work that must have one owner, whatever the number of processes.</summary>
public interface ILeases
{
    /// <summary>Takes the lease where it is free, or prolongs it where it is this owner's.</summary>
    /// <param name="name">What.</param>
    /// <param name="owner">Who: a process and its worker.</param>
    /// <param name="duration">How long it holds without renewal.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease, or null where another owner has it.</returns>
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
}

internal sealed class LeaseRow
{
    public required string Name { get; init; }

    public string? Owner { get; init; }

    public required long Epoch { get; init; }

    public required DateTimeOffset Until { get; init; }
}

internal sealed class DatabaseLeases(MarketplaceDbContext db, UnitOfWork unit, TimeProvider time) : ILeases
{
    public async Task<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var result = await unit.RunAsync<Result<Lease>>(
            async () =>
            {
                var now = time.GetUtcNow();
                var (nowUtc, until) = (now.UtcDateTime, now + duration);
                var untilUtc = until.UtcDateTime;
                var renewed = await db.Database.ExecuteSqlAsync(
                    $"UPDATE leases SET until = {untilUtc} WHERE name = {name} AND owner = {owner}", cancellationToken);
                var taken = renewed == 1 ? 1 : await db.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO leases (name, owner, epoch, until) VALUES ({name}, {owner}, 1, {untilUtc})
                     ON CONFLICT (name) DO UPDATE SET owner = {owner}, epoch = leases.epoch + 1, until = {untilUtc}
                     WHERE leases.owner IS NULL OR leases.until <= {nowUtc}
                     """,
                    cancellationToken);
                if (taken == 0)
                {
                    return KernelErrors.NotFound;
                }

                var row = await db.Set<LeaseRow>().AsNoTracking().SingleAsync(lease => lease.Name == name, cancellationToken);
                return new Lease(name, row.Epoch, until);
            },
            leavesNothingOnFailure: true,
            cancellationToken);
        return result.Value;
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
