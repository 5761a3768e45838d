using System.Runtime.CompilerServices;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;

namespace Marketplace.Campaigns.Data;

/// <summary>
/// The one way to decide anything that a campaign's state and money depend on. At PostgreSQL's READ COMMITTED a conditional update that matches nothing has locked
/// nothing: whoever closes, funds, starts or ends takes the row first, whatever its state, and decides by what it reads behind the lock.
/// The order of locks is campaign, participation, escrow, other accounts; payments begin at the second.
/// </summary>
internal sealed class CampaignLocks(Statements statements, IDatabaseEngine engine)
{
    /// <summary>Ends a statement that reads <c>campaigns_campaigns c</c>. SQLite has one writer, and that is us.</summary>
    public string Clause { get; } = engine.HasRowLocks ? "FOR NO KEY UPDATE OF c" : string.Empty;

    /// <summary>Waits for whoever has the campaign, and keeps it until the commit.</summary>
    /// <returns>As it is now, or null where there is none.</returns>
    public async Task<Campaign?> TakeAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var found = await statements.ListAsync(
            FormattableStringFactory.Create($"SELECT {Rows.CampaignColumns} FROM campaigns_campaigns c WHERE c.id = {{0}} {Clause}", id.Value),
            Rows.Campaign,
            cancellationToken);
        return found.SingleOrDefault();
    }
}
