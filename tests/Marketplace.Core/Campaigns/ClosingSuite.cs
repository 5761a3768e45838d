using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>A campaign closes while its last tasks end: whatever comes first, nothing that is free stays in it.</summary>
internal abstract class ClosingSuite : CampaignWorld
{
    /// <summary>
    /// Holds the row on which both a release and a return must wait, where the engine has such locks: so the two meet in the order that loses money where either decides by
    /// what it read before the other's commit.
    /// </summary>
    protected virtual Task<DbTransaction?> HoldEscrowAsync(CampaignId campaign) => Task.FromResult<DbTransaction?>(null);

    /// <summary>Waits until so many transactions wait for a lock, where the engine tells.</summary>
    protected virtual Task WaitingAsync(int transactions) => Task.CompletedTask;

    [Test]
    public async Task Money_that_a_given_up_task_frees_while_its_campaign_closes_returns_to_the_owner()
    {
        var (campaign, task, before) = await BegunAsync();

        await TogetherAsync(
            campaign,
            () => Market.Send(new CancelParticipation(Bob, task)),
            () => Market.Send(new CloseCampaign(Ada, campaign)));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 0L, before + 3_000_000 }));
    }

    [Test]
    public async Task Money_that_a_closing_campaign_has_not_returned_yet_is_returned_by_the_task_that_ends_behind_it()
    {
        var (campaign, task, before) = await BegunAsync();

        await TogetherAsync(
            campaign,
            () => Market.Send(new CloseCampaign(Ada, campaign)),
            () => Market.Send(new CancelParticipation(Bob, task)));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 0L, before + 3_000_000 }));
    }

    [Test]
    public async Task Money_that_an_expired_task_frees_while_its_campaign_closes_returns_to_the_owner()
    {
        var (campaign, _, before) = await BegunAsync();
        Market.Clock.Advance(TimeSpan.FromMinutes(31));

        await TogetherAsync(
            campaign,
            () => Market.RunWorkAsync("campaigns.expire_participations"),
            () => Market.Send(new CloseCampaign(Ada, campaign)));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 0L, before + 3_000_000 }));
    }

    [Test]
    public async Task Money_that_is_added_while_a_campaign_closes_is_refused_or_returns()
    {
        var (campaign, task, before) = await BegunAsync();
        await Market.Send(new CancelParticipation(Bob, task));

        await TogetherAsync(
            campaign,
            () => Market.Send(new FundCampaign(Ada, campaign, Sun.FromTrx(2))),
            () => Market.Send(new CloseCampaign(Ada, campaign)));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 0L, before + 3_000_000 }));
    }

    [Test]
    public async Task A_task_that_begins_while_its_campaign_closes_is_refused_or_honoured_and_nothing_free_is_left()
    {
        var (campaign, _, before) = await BegunAsync();
        var carl = await RegisterAsync("300");

        await TogetherAsync(
            campaign,
            () => Market.Send(new StartParticipation(carl, campaign)),
            () => Market.Send(new CloseCampaign(Ada, campaign)));

        var tasks = (await Market.Send(new GetOpenParticipations(carl))).Count + 1;
        Assert.That(
            await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)),
            Is.EqualTo(new[] { tasks * 1_000_000L, before + ((3 - tasks) * 1_000_000L) }));
    }

    [Test]
    public async Task A_task_that_a_proof_prolongs_while_its_time_ends_is_kept_where_the_proof_was_accepted()
    {
        var (campaign, task, _) = await BegunAsync();
        Market.Clock.Advance(TimeSpan.FromMinutes(29));
        await Market.Send(new SubmitProof(Bob, Forward("hello")));
        Market.Clock.Advance(TimeSpan.FromMinutes(2));

        await Market.Send(new ExpireParticipation(task));

        Assert.That((await Market.Send(new GetOpenParticipations(Bob))).Single().State, Is.EqualTo(ParticipationState.Proved));
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Reserved, Is.EqualTo(Reward));
    }

    [Test]
    public async Task Money_that_was_left_in_a_closed_campaign_is_found_and_returned_once()
    {
        var (campaign, task, before) = await BegunAsync();
        await Market.Send(new CloseCampaign(Ada, campaign));
        await Market.Send(new CancelParticipation(Bob, task));
        await StrandAsync(campaign);
        Assert.That(await Market.FindViolationsAsync(), Is.EqualTo(new[] { $"A closed campaign has nothing free: campaign:{campaign}/escrow has 2000000 free" }));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Market.RunWorkUntilIdleAsync("campaigns.return-rest"))));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 0L, before + 5_000_000 }));
    }

    [Test]
    public async Task Closing_again_returns_what_was_left_and_closing_once_more_returns_nothing()
    {
        var (campaign, _, before) = await BegunAsync();
        await Market.Send(new CloseCampaign(Ada, campaign));
        await StrandAsync(campaign);

        Assert.That((await Market.Send(new CloseCampaign(Ada, campaign))).Require(), Is.EqualTo(new CampaignClosed(Sun.FromTrx(2), Reward)));
        Assert.That((await Market.Send(new CloseCampaign(Ada, campaign))).Require(), Is.EqualTo(new CampaignClosed(Sun.Zero, Reward)));

        Assert.That(await AmountsAsync(LedgerAccount.Escrow(campaign.Value), LedgerAccount.Ad(Ada.Value)), Is.EqualTo(new[] { 1_000_000L, before + 4_000_000 }));
    }

    [Test]
    public async Task A_closed_campaign_is_looked_at_until_its_last_task_has_ended_and_no_longer()
    {
        var (campaign, _, _) = await BegunAsync();
        await ConfirmAsync(await RegisterAsync("300"), campaign, "hello");
        await Market.Send(new CloseCampaign(Ada, campaign));
        Assert.That(await UnsettledAsync(), Is.EqualTo(1));

        Market.Clock.Advance(TimeSpan.FromHours(2));
        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");
        await Market.RunWorkUntilIdleAsync("campaigns.return-rest");
        Assert.That(await UnsettledAsync(), Is.EqualTo(1), "one is owed still");
        await PayAsync();
        await Market.RunWorkUntilIdleAsync("campaigns.return-rest");

        Assert.That(await UnsettledAsync(), Is.Zero);
    }

    private Task<long> UnsettledAsync() => Market.Database.CountAsync("SELECT COUNT(*) FROM campaigns_campaigns WHERE state = 4 AND settled_at IS NULL");

    /// <summary>2 TRX lie in the escrow of a campaign that is closed, as a former version left them.</summary>
    private async Task StrandAsync(CampaignId campaign)
    {
        await Market.Send(new PostTransfer(new Transfer(
            Unique.Name(), "test.stranded", "test", [new(LedgerAccount.Custody, -2_000_000), new(LedgerAccount.Escrow(campaign.Value), 2_000_000)])));
        await Market.Database.ExecuteAsync("UPDATE campaigns_campaigns SET settled_at = NULL");
    }

    /// <summary>A campaign of 3 TRX of which Bob's task reserves one.</summary>
    private async Task<(CampaignId Campaign, ParticipationId Task, long AdBefore)> BegunAsync()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var task = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
        return (campaign, task.Id, (await AmountsAsync(LedgerAccount.Ad(Ada.Value)))[0]);
    }

    private async Task TogetherAsync(CampaignId campaign, Func<Task> first, Func<Task> second)
    {
        var escrow = await HoldEscrowAsync(campaign);
        var one = Task.Run(first);
        await WaitingAsync(1);
        var two = Task.Run(second);
        await WaitingAsync(2);
        if (escrow is not null)
        {
            await using var connection = escrow.Connection;
            await escrow.RollbackAsync();
        }

        await Task.WhenAll(one, two);
    }
}

internal sealed class ClosingOnSqlite : ClosingSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ClosingOnPostgreSql : ClosingSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;

    protected override async Task<DbTransaction?> HoldEscrowAsync(CampaignId campaign)
    {
        var connection = await Market.Database.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT id FROM ledger_accounts WHERE code = '{LedgerAccount.Escrow(campaign.Value)}' FOR UPDATE";
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    protected override async Task WaitingAsync(int transactions)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Market.Database.CountAsync("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") < transactions)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
