using Marketplace.Campaigns.Data;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Campaigns;

internal sealed class GetCampaignDaysHandler(MarketplaceDbContext db, TimeProvider time) : IRequestHandler<GetCampaignDays, CampaignDays?>
{
    public async Task<CampaignDays?> Handle(GetCampaignDays request, CancellationToken cancellationToken)
    {
        // The newest rows that are there reach at least as far back as as many days.
        var rows = await (
            from campaign in db.Set<Campaign>()
            where campaign.OwnerId == request.OwnerId && campaign.Id == request.CampaignId
            join counted in db.Set<DayCount>() on campaign.Id equals counted.CampaignId into days
            from day in days.DefaultIfEmpty()
            orderby day.Day descending
            select new { campaign.Title, campaign.State, campaign.CreatedAt, Day = (DateOnly?)day.Day, Paid = (int?)day.Paid })
            .Take(GetCampaignDays.Most).AsNoTracking().ToListAsync(cancellationToken);
        if (rows is not [var newest, ..])
        {
            return null;
        }

        var born = DateOf(newest.CreatedAt);
        var last = newest.Day ?? born;
        if (newest.State != CampaignState.Closed)
        {
            last = Later(last, DateOf(time.GetUtcNow()));
        }

        var first = Later(born, last.AddDays(1 - GetCampaignDays.Most));
        var paid = rows.Where(row => row.Day is not null).ToDictionary(row => row.Day!.Value, row => row.Paid!.Value);
        var length = last.DayNumber - first.DayNumber + 1;
        return new CampaignDays(newest.Title, [.. Enumerable.Range(0, length).Select(first.AddDays).Select(day => new CampaignDay(day, paid.GetValueOrDefault(day)))]);
    }

    private static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
