using Marketplace.Kernel;
using Marketplace.Ledger.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Ledger;

/// <summary>Seals the newest closed transfers. It reads outside any transaction and writes one row, so nobody who posts waits for it.</summary>
internal sealed class SealJournal(IServiceScopeFactory scopes, IDatabaseEngine engine, IOptions<LedgerOptions> options, TimeProvider time) : IBackgroundWork
{
    private readonly ClosedJournal closed = new(engine);

    public string Name => "ledger.seal";

    public TimeSpan Interval => options.Value.SealInterval;

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var previous = await db.Set<SealRow>().AsNoTracking().OrderByDescending(seal => seal.Sequence).FirstOrDefaultAsync(cancellationToken);
        var after = previous?.ToId ?? 0;
        var bound = await closed.UpToAsync(db, cancellationToken);
        var last = await db.Set<JournalRow>()
            .Where(line => line.Id > after && line.Id <= bound)
            .OrderBy(line => line.Id)
            .Select(line => (long?)line.Id)
            .Take(options.Value.LargestSealedRange)
            .MaxAsync(cancellationToken);
        if (last is not { } to)
        {
            return false;
        }

        var range = await SealedRange.ReadAsync(db, previous, to, cancellationToken);
        if (range.Strays > 0)
        {
            throw new InvalidOperationException($"Transfers {after + 1} to {to} are not sealed: {range.Strays} of the numbers have entries and no transfer.");
        }

        await scope.ServiceProvider.GetRequiredService<ISender>().Send(
            new AppendSeal(new SealRow
            {
                Sequence = SealedRange.Sequence(previous),
                FromId = SealedRange.From(previous),
                ToId = to,
                Transfers = range.Transfers,
                PreviousHash = SealedRange.PreviousHash(previous),
                Hash = range.Hash,
                SealedAt = time.GetUtcNow(),
            }),
            cancellationToken);
        return range.Transfers >= options.Value.LargestSealedRange;
    }
}

/// <summary>Adds a seal where it is still the next one: two hosts may have made the same at once.</summary>
internal sealed record AppendSeal(SealRow Seal) : ICommand;

internal sealed class AppendSealHandler(MarketplaceDbContext db) : IRequestHandler<AppendSeal, Result>
{
    public async Task<Result> Handle(AppendSeal request, CancellationToken cancellationToken)
    {
        var newest = await db.Set<SealRow>().Select(seal => (long?)seal.Sequence).MaxAsync(cancellationToken) ?? 0;
        if (newest == request.Seal.Sequence - 1)
        {
            db.Add(request.Seal);
        }

        return Result.Success;
    }
}
