using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class HeldPaymentsHandlers(MarketplaceDbContext db, IUnitOfWork unit, ISender sender, WorkSignals signals) :
    IRequestHandler<GetHeldPayments, IReadOnlyList<HeldPayment>>,
    IRequestHandler<RetryHeldPayment, Result>
{
    public async Task<IReadOnlyList<HeldPayment>> Handle(GetHeldPayments request, CancellationToken cancellationToken) =>
        await db.Set<Participation>()
            .AsNoTracking()
            .Where(row => row.State == ParticipationState.Held)
            .OrderBy(row => row.ConfirmedAt)
            .Take(Math.Clamp(request.Most, 1, 100))
            .Select(row => new HeldPayment(row.Id, row.CampaignId, row.AccountId, row.Earns, row.ConfirmedAt!.Value, row.HeldBecause!))
            .ToListAsync(cancellationToken);

    public async Task<Result> Handle(RetryHeldPayment request, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetAccount(request.OperatorId), cancellationToken) is not { Role: AccountRole.Operator })
        {
            return AccountErrors.OperatorsOnly;
        }

        var which = db.Set<Participation>().Where(row => row.Id == request.ParticipationId);
        var freed = await which
            .Where(row => row.State == ParticipationState.Held)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ParticipationState.Confirmed).SetProperty(row => row.HeldBecause, (string?)null), cancellationToken);
        if (freed == 1)
        {
            unit.AfterCommit(() => signals.Wake(PayConfirmedParticipations.WorkName));
            return Result.Success;
        }

        return await which.Select(row => (ParticipationState?)row.State).SingleOrDefaultAsync(cancellationToken) switch
        {
            null => KernelErrors.NotFound,
            ParticipationState.Confirmed or ParticipationState.Paid => Result.Success,
            { } state => CampaignErrors.WrongState.With("state", state),
        };
    }
}
