using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Testing;

namespace Marketplace.Campaigns.Tests;

/// <summary>Campaigns with real accounts and a real ledger: what an advertiser, a participant and an operator can rely on.</summary>
internal abstract class CampaignSuite : CampaignWorld
{
    [Test]
    public async Task From_campaign_to_paid_the_advertiser_pays_the_price_and_the_platform_keeps_its_fee()
    {
        var campaign = await RunningCampaignAsync(budget: 3);

        var participation = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
        var proof = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();
        var receipt = (await Market.Send(new ConfirmParticipation(Bob, proof.ValidationToken))).Require();
        await PayAsync();

        Assert.That(participation.Campaign.Earns, Is.EqualTo(new Sun(850_000)));
        Assert.That(receipt.Earned, Is.EqualTo(new Sun(850_000)));
        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Revenue, LedgerAccount.Escrow(campaign.Value)), Is.EqualTo(new[] { 850_000L, 150_000L, 2_000_000L }));
        var view = (await Market.Send(new GetMyCampaign(Ada, campaign)))!;
        Assert.That((view.PaidCount, view.Spent, view.Budget, view.Reserved), Is.EqualTo((1, Reward, Sun.FromTrx(2), Sun.Zero)));
    }

    [Test]
    public async Task The_fraction_of_a_fee_stays_with_the_participant()
    {
        var campaign = await RunningCampaignAsync(budget: 3, reward: new Sun(1_000_001));
        await EarnAsync(Bob, campaign, "hello");

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Revenue), Is.EqualTo(new[] { 850_001L, 150_000L }));
    }

    [Test]
    public async Task The_validation_link_pays_once_however_often_and_at_once_it_is_opened()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        var proof = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Market.Send(new ConfirmParticipation(Bob, proof.ValidationToken)))));

        await PayAsync();

        Assert.That(answers.Select(answer => answer.Require().Earned), Is.All.EqualTo(new Sun(850_000)));
        Assert.That((await Market.Send(new ConfirmParticipation(Bob, proof.ValidationToken))).Require(), Is.EqualTo(answers[0].Require() with { Again = true }), "paid, it answers the same");
        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value)), Is.EqualTo(new[] { 850_000L }));
    }

    [Test]
    public async Task Two_identical_forwards_at_once_pay_once()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));

        var proofs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Market.Send(new SubmitProof(Bob, Forward("hello"))))));
        await Task.WhenAll(proofs.Select(proof => Task.Run(() => Market.Send(new ConfirmParticipation(Bob, proof.Require().ValidationToken)))));
        await PayAsync();

        Assert.That(await AmountsAsync(LedgerAccount.Earn(Bob.Value), LedgerAccount.Escrow(campaign.Value)), Is.EqualTo(new[] { 850_000L, 2_000_000L }));
    }

    [Test]
    public async Task One_message_proves_for_one_person_only_and_the_other_needs_no_more_than_another_answer()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var carl = await RegisterAsync("300");
        await Market.Send(new StartParticipation(Bob, campaign));
        await Market.Send(new StartParticipation(carl, campaign));

        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("same")))).Error, Is.Null);
        Assert.That((await Market.Send(new SubmitProof(carl, Forward("same")))).Error?.Code, Is.EqualTo("proof.used_by_another"));
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await Market.Send(new SubmitProof(carl, Forward("same")))).Error, Is.Null, "the same words, a second later");
    }

    [Test]
    public async Task One_message_proves_in_one_campaign_of_its_bot_only()
    {
        var (first, second) = (await RunningCampaignAsync(budget: 3), await RunningCampaignAsync(budget: 3));
        var dora = await RegisterAsync("400");
        await EarnAsync(Bob, first, "hello");
        await Market.Send(new StartParticipation(Bob, second));
        await Market.Send(new StartParticipation(dora, second));

        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("hello")))).Error?.Code, Is.EqualTo("proof.already_used"), "paid for it once");
        Assert.That((await Market.Send(new SubmitProof(dora, Forward("hello")))).Error?.Code, Is.EqualTo("proof.used_by_another"));
        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("hello again")))).Error, Is.Null);
    }

    [Test]
    public async Task Two_tasks_of_one_bot_need_two_answers_and_each_answer_finds_its_task()
    {
        var (first, second) = (await RunningCampaignAsync(budget: 3), await RunningCampaignAsync(budget: 3));
        var older = (await Market.Send(new StartParticipation(Bob, first))).Require();
        Market.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = (await Market.Send(new StartParticipation(Bob, second))).Require();

        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("one")))).Require().ParticipationId, Is.EqualTo(newer.Id));
        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("two")))).Require().ParticipationId, Is.EqualTo(older.Id));
        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("one")))).Require().ParticipationId, Is.EqualTo(newer.Id), "its own message again");
    }

    [Test]
    public async Task One_message_in_two_campaigns_at_once_proves_in_one()
    {
        var (first, second) = (await RunningCampaignAsync(budget: 3), await RunningCampaignAsync(budget: 3));
        var dora = await RegisterAsync("400");
        await Market.Send(new StartParticipation(Bob, first));
        await Market.Send(new StartParticipation(dora, second));

        var answers = await Task.WhenAll(new[] { Bob, dora }.Select(person => Task.Run(() => Market.Send(new SubmitProof(person, Forward("same"))))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(1));
        Assert.That(answers.Single(answer => !answer.Succeeded).Error?.Code, Is.EqualTo("proof.used_by_another"));
    }

    [Test]
    public async Task Showing_a_proof_again_reserves_the_reward_for_no_longer()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        Market.Clock.Advance(TimeSpan.FromMinutes(20));
        var first = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();
        Market.Clock.Advance(TimeSpan.FromMinutes(20));
        var second = (await Market.Send(new SubmitProof(Bob, Forward("hello again")))).Require();

        Assert.That(second.ExpiresAt, Is.EqualTo(first.ExpiresAt));
        Assert.That((await Market.Send(new GetOpenParticipations(Bob))).Single().ExpiresAt, Is.EqualTo(first.ExpiresAt));
    }

    [Test]
    public async Task A_link_works_only_for_the_person_it_was_made_for()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        var proof = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();

        Assert.That((await Market.Send(new ConfirmParticipation(Ada, proof.ValidationToken))).Error?.Code, Is.EqualTo("campaigns.bad_validation_link"));
        Assert.That((await Market.Send(new ConfirmParticipation(Bob, "AAAAAAAAAAAAAAAAAAAAAA"))).Error?.Code, Is.EqualTo("campaigns.bad_validation_link"));
    }

    [Test]
    public async Task A_link_ends_after_thirty_minutes_and_the_reward_goes_back()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        var proof = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();
        Market.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That((await Market.Send(new ConfirmParticipation(Bob, proof.ValidationToken))).Error?.Code, Is.EqualTo("campaigns.participation_expired"));
        await Market.RunWorkUntilIdleAsync("campaigns.expire_participations");
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Reserved, Is.EqualTo(Sun.Zero));
    }

    [Test]
    public async Task The_token_is_kept_as_a_hash_only()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        var token = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require().ValidationToken;

        Assert.That(token, Does.Match("^[A-Za-z0-9_-]{22}$"));
        Assert.That(await ReadAsync("SELECT token_hash AS \"Value\" FROM campaigns_validation_links"), Is.EqualTo(new[] { ValidationTokens.Hash(token) }));
        Assert.That(await ReadAsync("SELECT COALESCE(answer, '') AS \"Value\" FROM idempotency_answers"), Has.None.Contains(token));
    }

    [Test]
    public async Task A_forward_before_a_claim_finds_nothing_open()
    {
        await RunningCampaignAsync(budget: 3);

        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("hello")))).Error?.Code, Is.EqualTo("campaigns.nothing_open"));
    }

    [Test]
    public async Task A_forward_after_the_window_is_told_so()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        Market.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.That((await Market.Send(new SubmitProof(Bob, Forward("late")))).Error?.Code, Is.EqualTo("campaigns.participation_expired"));
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error, Is.Null, "he may start again at once");
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Reserved, Is.EqualTo(Reward));
    }

    [Test]
    public async Task Starting_twice_is_one_participation_and_one_reservation()
    {
        var campaign = await RunningCampaignAsync(budget: 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Market.Send(new StartParticipation(Bob, campaign)))));

        Assert.That(answers.Select(answer => answer.Require().Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Reserved, Is.EqualTo(Reward));
    }

    [Test]
    public async Task A_budget_reserves_for_exactly_as_many_as_it_pays()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RegisterAsync($"9{number}")));

        var answers = await Task.WhenAll(people.Select(person => Task.Run(() => Market.Send(new StartParticipation(person, campaign)))));

        Assert.That(answers.Count(answer => answer.Succeeded), Is.EqualTo(3));
        Assert.That(answers.Where(answer => !answer.Succeeded).Select(answer => answer.Error!.Code), Is.All.EqualTo("campaigns.budget_exhausted"));
        Assert.That((await Market.Send(new BrowseCampaigns(Bob))).Offers, Is.Empty, "an exhausted campaign is not offered");
    }

    [Test]
    public async Task Giving_up_brings_an_exhausted_campaign_back()
    {
        var campaign = await RunningCampaignAsync(budget: 1);
        var participation = (await Market.Send(new StartParticipation(Bob, campaign))).Require();

        Assert.That((await Market.Send(new CancelParticipation(Bob, participation.Id))).Error, Is.Null);
        Assert.That((await Market.Send(new CancelParticipation(Bob, participation.Id))).Error, Is.Null, "twice is once");
        Assert.That((await Market.Send(new BrowseCampaigns(Bob))).Offers.Single().Id, Is.EqualTo(campaign));
    }

    [Test]
    public async Task Nobody_earns_twice_or_from_himself()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await EarnAsync(Bob, campaign, "hello");

        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.already_done"));
        Assert.That((await Market.Send(new StartParticipation(Ada, campaign))).Error?.Code, Is.EqualTo("campaigns.own_campaign"));
    }

    [Test]
    public async Task Offers_are_active_funded_not_ones_own_not_done_and_best_first()
    {
        var low = await RunningCampaignAsync(budget: 3, reward: new Sun(500_000));
        var high = await RunningCampaignAsync(budget: 3, reward: Sun.FromTrx(2));
        var paused = await RunningCampaignAsync(budget: 3);
        await Market.Send(new PauseCampaign(Ada, paused));
        await Market.Send(new CreateCampaign(Ada, "Draft", Bot, Reward));
        var done = await RunningCampaignAsync(budget: 3);
        await EarnAsync(Bob, done, "done");

        Assert.That((await Market.Send(new BrowseCampaigns(Bob))).Offers.Select(offer => offer.Id), Is.EqualTo(new[] { high, low }));
        Assert.That((await Market.Send(new BrowseCampaigns(Ada))).Offers, Is.Empty);
        var second = await Market.Send(new BrowseCampaigns(Bob, Page: 9, PageSize: 1));
        Assert.That((second.Page, second.Pages, second.Offers.Single().Id), Is.EqualTo((1, 2, low)));
    }

    [Test]
    public async Task A_campaign_paused_between_browse_and_claim_is_refused_and_resumes()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new PauseCampaign(Ada, campaign));

        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.not_active"));
        Assert.That((await Market.Send(new ResumeCampaign(Ada, campaign))).Error, Is.Null);
        Assert.That((await Market.Send(new StartParticipation(Bob, campaign))).Error, Is.Null);
    }

    [Test]
    public async Task An_open_participation_is_honoured_at_its_own_terms_whatever_the_owner_changes()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await Market.Send(new StartParticipation(Bob, campaign));
        await Market.Send(new ChangeReward(Ada, campaign, new Sun(10_000)));
        await Market.Send(new PauseCampaign(Ada, campaign));
        var proof = (await Market.Send(new SubmitProof(Bob, Forward("hello")))).Require();

        Assert.That((await Market.Send(new ConfirmParticipation(Bob, proof.ValidationToken))).Require().Earned, Is.EqualTo(new Sun(850_000)));
    }

    [Test]
    public async Task Closing_returns_the_rest_at_once_and_what_is_reserved_when_it_ends_unpaid()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        var participation = (await Market.Send(new StartParticipation(Bob, campaign))).Require();
        var before = (await AmountsAsync(LedgerAccount.Ad(Ada.Value)))[0];

        Assert.That((await Market.Send(new CloseCampaign(Ada, campaign))).Require(), Is.EqualTo(new CampaignClosed(Sun.FromTrx(2), Reward)));
        Assert.That((await Market.Send(new CloseCampaign(Ada, campaign))).Require(), Is.EqualTo(new CampaignClosed(Sun.Zero, Reward)));
        await Market.Send(new CancelParticipation(Bob, participation.Id));

        Assert.That(await AmountsAsync(LedgerAccount.Ad(Ada.Value), LedgerAccount.Escrow(campaign.Value)), Is.EqualTo(new[] { before + 3_000_000, 0 }));
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, Reward))).Error, Is.EqualTo(CampaignErrors.WrongState.With("state", CampaignState.Closed)));
    }

    [Test]
    public async Task Funding_needs_money_in_the_ad_balance_and_pays_once_per_key()
    {
        await FundAdAsync(Ada, 5);
        var campaign = (await Market.Send(new CreateCampaign(Ada, "Mine", Bot, Reward, "create"))).Require();

        Assert.That((await Market.Send(new CreateCampaign(Ada, "Mine", Bot, Reward, "create"))).Require(), Is.EqualTo(campaign));
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, Sun.FromTrx(6)))).Error, Is.EqualTo(
            CampaignErrors.InsufficientAdFunds.With("available", 5_000_000).With("needed", 6_000_000)));
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, new Sun(999_999)))).Error, Is.EqualTo(CampaignErrors.BudgetTooSmall.With("minimum", 1_000_000)));
        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.State, Is.EqualTo(CampaignState.Draft), "a refused funding changes nothing");
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, Sun.FromTrx(2), "fund"))).Error, Is.Null);
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, Sun.FromTrx(2), "fund"))).Error, Is.Null);
        Assert.That((await Market.Send(new FundCampaign(Ada, campaign, Sun.FromTrx(1), "fund"))).Error?.Code, Is.EqualTo("kernel.key_reused"));
        Assert.That(await AmountsAsync(LedgerAccount.Ad(Ada.Value), LedgerAccount.Escrow(campaign.Value)), Is.EqualTo(new[] { 3_000_000L, 2_000_000L }));
    }

    [Test]
    public async Task Others_can_not_touch_a_campaign()
    {
        var campaign = await RunningCampaignAsync(budget: 3);

        Assert.That((await Market.Send(new PauseCampaign(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.not_found"));
        Assert.That((await Market.Send(new CloseCampaign(Bob, campaign))).Error?.Code, Is.EqualTo("campaigns.not_found"));
        Assert.That((await Market.Send(new FundCampaign(Bob, campaign, Reward))).Error?.Code, Is.EqualTo("campaigns.not_found"));
        Assert.That(await Market.Send(new GetMyCampaign(Bob, campaign)), Is.Null);
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("two\nlines")]
    [TestCase("\u202Eright to left override")]
    [TestCase("zero\u200Bwidth")]
    [TestCase("\u200D")]
    [TestCase("bell\u0007")]
    [TestCase("half a pair \uD83D")]
    [TestCase("123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_title_that_can_not_be_seen_as_written_is_refused(string title) =>
        Assert.That((await Market.Send(new CreateCampaign(Ada, title, Bot, Reward))).Error?.Code, Is.EqualTo("campaigns.bad_title"));

    [TestCase("Z\u0300\u0301\u0302\u0303\u0304algo")]
    [TestCase("\u1EC7\u0300\u0301\u0302\u0303\u0304")]
    [TestCase("ab\u0336\u0336\u0336\u0336\u200D\u0336")]
    [TestCase("round\u20DD\u20DD\u20DD\u20DD\u20DD")]
    public async Task A_title_with_a_pile_of_marks_on_a_letter_is_refused(string title) =>
        Assert.That((await Market.Send(new CreateCampaign(Ada, title, Bot, Reward))).Error, Is.EqualTo(CampaignErrors.PiledMarks.With("most", 4)));

    [TestCase("e\u0301le\u0300ve \u00E0 No\u0308el", "\u00E9l\u00E8ve \u00E0 N\u00F6el")]
    [TestCase("Vi\u00EA\u0323t Nam", "Vi\u1EC7t Nam")]
    [TestCase("\u0671\u0644\u0644\u0651\u064E\u0670\u0647\u0650", "\u0671\u0644\u0644\u064E\u0651\u0670\u0647\u0650")]
    [TestCase("\u05D1\u05BC\u05B0\u05E8\u05B5\u05D0\u05E9\u05C1\u05B4\u0596\u05D9\u05EA", null)]
    [TestCase("\u0939\u093F\u0928\u094D\u0926\u0940 \u0915\u094D\u0937\u0924\u094D\u0930\u093F\u092F \u0921\u093C\u0940\u0902", null)]
    [TestCase("\u0E17\u0E35\u0E48\u0E19\u0E35\u0E48 \u0E1B\u0E31\u0E4A\u0E21\u0E19\u0E49\u0E33", null)]
    [TestCase("\u0F56\u0F66\u0F92\u0FB2\u0F74\u0F56\u0F66", null)]
    [TestCase("1\uFE0F\u20E3 \u2764\uFE0F \U0001F441\uFE0F\u200D\U0001F5E8\uFE0F", null)]
    public async Task Accents_vowels_and_tones_of_any_script_are_no_pile(string title, string? composed)
    {
        var campaign = (await Market.Send(new CreateCampaign(Ada, title, Bot, Reward))).Require();

        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Title, Is.EqualTo(composed ?? title.Normalize()));
    }

    [TestCase("<b>Bold</b> & *stars* _under_ `code`")]
    [TestCase("مرحبا بالعالم")]
    [TestCase("👩‍👩‍👧‍👦 family 🇫🇷")]
    public async Task A_title_in_any_script_is_kept_as_written(string title)
    {
        var campaign = (await Market.Send(new CreateCampaign(Ada, $" {title} ", Bot, Reward))).Require();

        Assert.That((await Market.Send(new GetMyCampaign(Ada, campaign)))!.Title, Is.EqualTo(title));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(9_999)]
    [TestCase(1_000_000_001)]
    [TestCase(long.MaxValue)]
    public async Task A_reward_out_of_range_is_refused(long sun) =>
        Assert.That((await Market.Send(new CreateCampaign(Ada, "Title", Bot, new Sun(sun)))).Error?.Code, Is.EqualTo("campaigns.bad_reward"));

    [Test]
    public async Task The_figures_count_what_happened()
    {
        var campaign = await RunningCampaignAsync(budget: 3);
        await EarnAsync(Bob, campaign, "hello");
        await Market.Send(new StartParticipation(await RegisterAsync("300"), campaign));

        Assert.That(await Market.Send(new GetCampaignFigures()), Is.EqualTo(new CampaignFigures(1, 1, 0, 0, 1, Reward, 0)));
    }
}

internal sealed class CampaignsOnSqlite : CampaignSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class CampaignsOnPostgreSql : CampaignSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
