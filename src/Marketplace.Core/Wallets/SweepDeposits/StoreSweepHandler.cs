using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class StoreSweepHandler(MarketplaceDbContext db, IPaymentNetwork network, TimeProvider time) : IRequestHandler<StoreSweep, Result>
{
    public async Task<Result> Handle(StoreSweep command, CancellationToken cancellationToken)
    {
        var (name, payment, now) = (network.Info.Name, command.Payment, time.GetUtcNow());
        // Two that look at once: the unique index refuses the second, which then finds the first one's row here.
        if (await db.Set<Sweep>().AnyAsync(row => row.Network == name && row.Source == command.Source && row.State < SweepState.Settled, cancellationToken))
        {
            return StoreSweep.Overtaken;
        }

        db.Add(new Sweep
        {
            Id = command.Id,
            Network = name,
            Source = command.Source,
            Destination = command.Destination,
            Amount = payment.Amount,
            State = SweepState.Signed,
            TransactionId = payment.TransactionId,
            SignedBytes = payment.Bytes,
            ExpiresAt = payment.ExpiresAt,
            SignedAt = now,
            ChangedAt = now,
        });
        return Result.Success;
    }
}
