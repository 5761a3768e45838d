using System.Data.Common;
using System.Runtime.CompilerServices;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Campaigns;

/// <summary>Pays the oldest confirmed participations that nobody else is paying just now, in one transaction.</summary>
/// <param name="Only">This one alone, or null for as many as a batch takes.</param>
internal sealed record PayBatch(ParticipationId? Only = null) : ICommand<BatchPaid>
{
    public const int Most = 256;
}

/// <summary>A batch is paid.</summary>
/// <param name="IsFull">True where more may be waiting.</param>
internal sealed record BatchPaid(bool IsFull);

/// <summary>Keeps a payment that can not be made out of the way until an operator has looked at it.</summary>
/// <param name="ParticipationId">Which.</param>
/// <param name="Because">A code for the operator.</param>
internal sealed record HoldPaymentBack(ParticipationId ParticipationId, string Because) : ICommand;

internal sealed class PayBatchHandler(
    MarketplaceDbContext db,
    Statements statements,
    IDatabaseEngine engine,
    IUnitOfWork unit,
    Progress progress,
    ISender sender,
    TimeProvider time,
    ILogger<PayBatchHandler> logger)
    : IRequestHandler<PayBatch, Result<BatchPaid>>, IRequestHandler<HoldPaymentBack, Result>
{
    public async Task<Result<BatchPaid>> Handle(PayBatch request, CancellationToken cancellationToken)
    {
        var batch = await TakeAsync(request, cancellationToken);
        if (batch.Count == 0)
        {
            return new BatchPaid(IsFull: false);
        }

        var answers = (await sender.Send(new PostTransfers([.. batch.Select(due => Reward(due.Payment))]), cancellationToken)).Require();
        var paid = new List<ParticipationPaid>(batch.Count);
        foreach (var ((payment, _), answer) in batch.Zip(answers))
        {
            if (answer.Succeeded)
            {
                paid.Add(payment);
            }
            else
            {
                await HoldBackAsync(payment, answer.Error, cancellationToken);
            }
        }

        if (paid.Count > 0)
        {
            await MarkPaidAsync(paid, cancellationToken);
            unit.Raise(new ParticipationsPaid(paid));
            paid.ForEach(unit.Publish);
            foreach (var (news, _) in await progress.FindAsync([.. paid.Select(payment => payment.CampaignId).Distinct()], cancellationToken))
            {
                unit.Publish(new ProgressNoticed(news.CampaignId));
            }

            await TellThoseWhoWaitedAsync(batch.Where(due => due.WasHeld).Select(due => due.Payment).Intersect(paid), cancellationToken);
        }

        return new BatchPaid(batch.Count == PayBatch.Most);
    }

    public async Task<Result> Handle(HoldPaymentBack request, CancellationToken cancellationToken)
    {
        await SetHeldAsync(request.ParticipationId, request.Because, cancellationToken);
        return Result.Success;
    }

    /// <summary>Locks what it takes until the commit, and passes over what another process has locked. SQLite has one writer, and that is us.</summary>
    private Task<IReadOnlyList<DuePayment>> TakeAsync(PayBatch request, CancellationToken cancellationToken)
    {
        var which = request.Only is null ? "p.state = 2" : "p.state = 2 AND p.id = {0}";
        var locking = engine.HasRowLocks ? "FOR NO KEY UPDATE OF p SKIP LOCKED" : string.Empty;
        var oldest =
            $"""
             SELECT p.id, p.campaign_id, c.owner_id, p.account_id, p.price, p.earns, p.held_because
             FROM campaigns_participations p JOIN campaigns_campaigns c ON c.id = p.campaign_id
             WHERE {which} ORDER BY p.confirmed_at LIMIT {PayBatch.Most} {locking}
             """;
        return statements.ListAsync(FormattableStringFactory.Create(oldest, request.Only?.Value), Due, cancellationToken);
    }

    private static DuePayment Due(DbDataReader row)
    {
        var (price, earns) = (new Sun(row.GetInt64(4)), new Sun(row.GetInt64(5)));
        var payment = new ParticipationPaid(
            new ParticipationId(row.GetGuid(0)),
            new CampaignId(row.GetGuid(1)),
            new AccountId(row.GetGuid(2)),
            new AccountId(row.GetGuid(3)),
            price,
            earns,
            price - earns);
        return new DuePayment(payment, WasHeld: !row.IsDBNull(6));
    }

    private static Transfer Reward(ParticipationPaid payment)
    {
        Entry[] entries =
        [
            new(LedgerAccount.Escrow(payment.CampaignId.Value), -payment.Price.Value),
            new(LedgerAccount.Earn(payment.AccountId.Value), payment.Earned.Value),
            .. payment.Fee > Sun.Zero ? new[] { new Entry(LedgerAccount.Revenue, payment.Fee.Value) } : [],
        ];
        return new Transfer($"participation:{payment.ParticipationId}", "campaign.reward", $"campaign:{payment.CampaignId}", entries)
        {
            Captures = new HoldId(payment.ParticipationId.Value),
        };
    }

    private async Task MarkPaidAsync(List<ParticipationPaid> paid, CancellationToken cancellationToken)
    {
        var (ids, now) = (paid.Select(payment => payment.ParticipationId).ToArray(), time.GetUtcNow());
        var marked = await db.Set<Participation>()
            .Where(row => ids.Contains(row.Id) && row.State == ParticipationState.Confirmed)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ParticipationState.Paid).SetProperty(row => row.PaidAt, now), cancellationToken);
        if (marked != paid.Count)
        {
            throw new InvalidOperationException($"{paid.Count} participations are paid and {marked} of them were confirmed.");
        }

        foreach (var campaign in paid.GroupBy(payment => payment.CampaignId, payment => payment.Price).OrderBy(campaign => campaign.Key.Value))
        {
            await statements.ExecuteAsync(
                $"""
                 INSERT INTO campaigns_totals (campaign_id, paid, spent) VALUES ({campaign.Key.Value}, {campaign.Count()}, {campaign.Sum(price => price.Value)})
                 ON CONFLICT (campaign_id) DO UPDATE SET paid = campaigns_totals.paid + excluded.paid, spent = campaigns_totals.spent + excluded.spent;
                 INSERT INTO campaigns_days (campaign_id, day, paid) VALUES ({campaign.Key.Value}, {DateOnly.FromDateTime(now.UtcDateTime)}, {campaign.Count()})
                 ON CONFLICT (campaign_id, day) DO UPDATE SET paid = campaigns_days.paid + excluded.paid
                 """,
                cancellationToken);
        }
    }

    /// <summary>The reward was reserved, so a refusal is a bug or a book that somebody changed. The others are paid all the same.</summary>
    private async Task HoldBackAsync(ParticipationPaid payment, Error refusal, CancellationToken cancellationToken)
    {
        await SetHeldAsync(payment.ParticipationId, refusal.Code, cancellationToken);
        unit.AfterCommit(() => logger.LogError(
            "The payment of participation {ParticipationId} is held: the ledger refuses it with {Refusal}", payment.ParticipationId, refusal));
    }

    private async Task SetHeldAsync(ParticipationId id, string because, CancellationToken cancellationToken)
    {
        var held = await db.Set<Participation>()
            .Where(row => row.Id == id && row.State == ParticipationState.Confirmed)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, ParticipationState.Held).SetProperty(row => row.HeldBecause, because), cancellationToken);
        if (held == 1)
        {
            var (campaign, participation) = await FindAsync(id, cancellationToken);
            unit.Publish(new PaymentHeld(id, campaign.Id, participation.AccountId, campaign.Title, participation.Earns));
        }
    }

    /// <summary>Who was told that the payment waits hears that it came.</summary>
    private async Task TellThoseWhoWaitedAsync(IEnumerable<ParticipationPaid> paid, CancellationToken cancellationToken)
    {
        foreach (var payment in paid)
        {
            var (campaign, _) = await FindAsync(payment.ParticipationId, cancellationToken);
            unit.Publish(new HeldPaymentPaid(payment.ParticipationId, payment.CampaignId, payment.AccountId, campaign.Title, payment.Earned));
        }
    }

    private async Task<(Campaign Campaign, Participation Participation)> FindAsync(ParticipationId id, CancellationToken cancellationToken)
    {
        var found = await (
            from participation in db.Set<Participation>()
            join campaign in db.Set<Campaign>() on participation.CampaignId equals campaign.Id
            where participation.Id == id
            select new { campaign, participation }).AsNoTracking().SingleAsync(cancellationToken);
        return (found.campaign, found.participation);
    }

    /// <summary>What is to be paid, and whether it waited for an operator before.</summary>
    private sealed record DuePayment(ParticipationPaid Payment, bool WasHeld);
}
