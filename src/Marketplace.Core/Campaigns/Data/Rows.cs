using System.Data.Common;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Campaigns.Data;

/// <summary>Reads rows of <see cref="Statements"/>: the columns stand in one order everywhere.</summary>
internal static class Rows
{
    /// <summary>For <c>campaigns_campaigns c</c>: the first columns of a statement that reads both.</summary>
    public const string CampaignColumns = "c.id, c.owner_id, c.title, c.platform, c.bot_id, c.bot_username, c.reward, c.state, c.created_at, c.returns";

    /// <summary>For <c>campaigns_participations p</c>: those that follow.</summary>
    public const string ParticipationColumns = "p.id, p.account_id, p.price, p.earns, p.state, p.opened_at, p.expires_at";

    /// <summary>The first column behind both.</summary>
    public const int Behind = 17;

    private const int First = 10;

    public static Campaign Campaign(DbDataReader row) => new()
    {
        Id = new CampaignId(row.GetGuid(0)),
        OwnerId = new AccountId(row.GetGuid(1)),
        Title = row.GetString(2),
        Platform = row.GetString(3),
        BotId = row.GetString(4),
        BotUsername = row.GetString(5),
        Reward = new Sun(row.GetInt64(6)),
        State = (CampaignState)row.GetInt32(7),
        CreatedAt = Instant(row, 8),
        Returns = row.GetInt32(9),
    };

    /// <summary>Null where an outer join found none.</summary>
    public static Participation? Participation(DbDataReader row) => row.IsDBNull(First) ? null : new Participation
    {
        Id = new ParticipationId(row.GetGuid(First)),
        CampaignId = new CampaignId(row.GetGuid(0)),
        AccountId = new AccountId(row.GetGuid(First + 1)),
        Price = new Sun(row.GetInt64(First + 2)),
        Earns = new Sun(row.GetInt64(First + 3)),
        State = (ParticipationState)row.GetInt32(First + 4),
        OpenedAt = Instant(row, First + 5),
        ExpiresAt = Instant(row, First + 6),
    };

    /// <summary>An instant as it is stored: UTC.</summary>
    public static DateTimeOffset Instant(DbDataReader row, int column) =>
        new(DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc));
}
