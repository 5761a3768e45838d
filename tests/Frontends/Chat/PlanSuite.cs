using Marketplace.Campaigns;
using Marketplace.Frontends.Engine;
using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Testing;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>
/// People walk through all screens and all works take their turns; not one statement of it may walk through a table that grows with the number of people. What is new walks here as well,
/// for the walk is along what the modules contribute, whatever that is.
/// </summary>
internal abstract class PlanSuite : EngineSuite
{
    /// <summary>Tables that stay small whatever the number of people.</summary>
    private static readonly string[] Small =
    [
        "leases", "__EFMigrationsHistory", "chat_secrets", "wallets_controls", "wallets_cursors", "wallets_secrets", "wallets_solvency_snapshots", "wallets_solvency_tiles",
        "wallets_solvency_pages", "wallets_custody_checks",
        // Rolled up every second.
        "ledger_tail",
    ];

    /// <summary>Indexes of the few rows that wait for something: to walk through one is to do what waits.</summary>
    private static readonly string[] OfWhatWaits =
    [
        "ix_outbox_messages_unsent", "ix_chat_updates_pending", "ix_chat_notifications_waiting", "ix_referrals_commissions_due", "ix_campaigns_participations_expiring",
        "ix_campaigns_participations_confirmed", "ix_campaigns_participations_held", "ix_campaigns_reports_open", "ix_ledger_holds_expiring", "ix_wallets_withdrawals_live",
        "ix_wallets_withdrawals_waiting", "ix_wallets_withdrawals_owed", "ix_accounts_accounts_banned", "ix_wallets_deposits_seen", "ix_wallets_sweeps_live", "ix_wallets_addresses_holding",
        // All that is offered now: their number is on the page.
        "ix_campaigns_campaigns_offered",
        // What operators stopped, and closed campaigns in which somebody is still at it.
        "ix_campaigns_campaigns_suspended", "ix_campaigns_campaigns_unsettled",
        // Who waits longest for an offer, a batch at a time.
        "ix_campaigns_wishes_oldest",
    ];

    /// <summary>What walks and may: the table, words of the statement, why.</summary>
    private static readonly (string Table, string Words, string Why)[] Accepted =
    [
        ("campaigns_totals", "SUM(spent)", "three numbers for each campaign that ever paid, on the operators' page"),
        ("ledger_seals", "LIMIT 1", "the last one of an index"),
        ("ledger_journal_id_seq", "last_value", "a sequence"),
        ("ledger_accounts", "NOT LIKE 'platform/%'", "the proof of solvency adds up what everybody has, once a day"),
    ];

    [Test]
    public async Task No_screen_and_no_work_walks_through_a_table_that_grows()
    {
        var plans = new QueryPlans();
        await using var world = await World.StartAsync(Engine, also: services => services
            .ConfigureDbContext<MarketplaceDbContext>(options => options.AddInterceptors(plans)));
        plans.Forget();
        await LiveAsync(world);

        var walks = (await plans.FindWalksAsync(world.Marketplace.Database))
            .Where(walk => !Small.Contains(walk.Table) && !OfWhatWaits.Contains(walk.Index))
            .Where(walk => !Accepted.Any(accepted => accepted.Table == walk.Table && walk.Statement.Contains(accepted.Words, StringComparison.Ordinal)));
        Assert.That(plans.Count, Is.GreaterThan(100), "Nobody listened.");
        Assert.That(walks.Select(walk => $"{walk.Table} {walk.Index}: {walk.Statement}"), Is.Empty);
    }

    private static async Task LiveAsync(World world)
    {
        var (ada, bob, olga) = (world.Person("ada"), world.Person("bob"), world.Olga());
        await ada.Types("/start");
        await bob.Types("/start r_" + (await world.AccountAsync("ada")).ReferralCode);
        await olga.Types("/start");
        var campaign = await world.CampaignAsync("ada", reward: 10_000_000, budget: 50_000_000);
        await bob.Types("/start c_" + ActionArguments.EncodeId(campaign.Value));
        await bob.Presses("▶");
        await bob.Forwards();
        await bob.Types("/start " + bob.Sees.Button("✅").Url!.Split("start=")[1]);
        await world.DepositAsync("bob", Sun.FromTrx(20), DepositTarget.Earn);
        var bobs = (await world.AccountAsync("bob")).Id;
        Assert.That((await world.Marketplace.Send(new RequestWithdrawal(bobs, "TWallet000000000000000000000000000", Sun.FromTrx(6), "plans"))).Error, Is.Null);
        await world.WorkAsync();
        await world.Marketplace.Send(new ReportCampaign(bobs, campaign, ReportReason.Other, "It asks for my keys"));
        var seen = new HashSet<string>();
        foreach (var person in new[] { ada, bob, olga })
        {
            await WalkAsync(world, person, seen);
        }

        await world.Marketplace.RunAllWorkUntilIdleAsync();
        world.Marketplace.Clock.Advance(TimeSpan.FromDays(60));
        await world.Marketplace.RunAllWorkUntilIdleAsync();
    }

    /// <summary>Every command and every action there is, and every button under what they show; where something is asked, some answers.</summary>
    private static async Task WalkAsync(World world, Person person, HashSet<string> seen)
    {
        var catalogue = world.Marketplace.Services.GetRequiredService<ContributionCatalogue>();
        foreach (var command in catalogue.Commands.Keys)
        {
            await person.Types($"/{command}");
            var shown = person.Sees;
            foreach (var button in shown.Screen.Buttons.SelectMany(row => row).Where(button => button.Data is not null))
            {
                if (!seen.Add(button.Label))
                {
                    continue;
                }

                await person.Types($"/{command}");
                await world.StoreAndSettleAsync(person.PressingData(button.Data!, person.Sees.Id));
                foreach (var next in person.Sees.Screen.Buttons.SelectMany(row => row).Where(next => next.Data is not null && seen.Add(next.Label)).ToList())
                {
                    await world.StoreAndSettleAsync(person.PressingData(next.Data!, person.Sees.Id));
                    foreach (var answer in (string[])["Try my other bot", "@lucky_bot", "2", "5", "TOther0000000000000000000000000000"])
                    {
                        await person.Types(answer);
                    }

                    await person.Types("/cancel");
                }
            }
        }
    }
}

internal sealed class PlansOnSqlite : PlanSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class PlansOnPostgreSql : PlanSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
