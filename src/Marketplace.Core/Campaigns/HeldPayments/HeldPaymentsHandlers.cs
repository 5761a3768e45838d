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
        await (
            from row in db.Set<Participation>()
            join campaign in db.Set<Campaign>() on row.CampaignId equals campaign.Id
            where row.State == ParticipationState.Held
            orderby row.ConfirmedAt
            select new HeldPayment(row.Id, campaign.Id, campaign.Title, row.AccountId, row.Earns, row.ConfirmedAt!.Value, row.HeldBecause!))
            .AsNoTracking()
            .Skip(Math.Max(0, request.Skip))
            .Take(Math.Clamp(request.Most, 1, 100))
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
            // What held it stays noted: who was told that it waits is told when it is paid.
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ParticipationState.Confirmed), cancellationToken);
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
