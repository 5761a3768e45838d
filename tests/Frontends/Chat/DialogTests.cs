using Marketplace.Campaigns;
using Marketplace.Frontends.Engine;
using Marketplace.Kernel;
using Marketplace.Testing;
using Marketplace.Wallets;
using static Marketplace.Frontends.Tests.Dialogs;

namespace Marketplace.Frontends.Tests;

/// <summary>A dialog that is interrupted waits and goes on. Nothing that was typed is lost, and nothing is paid twice.</summary>
internal abstract class DialogSuite : EngineSuite
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task What_another_command_interrupts_goes_on_with_all_its_answers(bool restarts)
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm[..3]);
        await ada.Types("/balance");
        Assert.That(ada.Sees.Text, Does.StartWith("I’ve saved where we were.").And.Contain("Your own balance"));
        if (restarts)
        {
            world.Restart();
        }

        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("3 of 4").And.Contain("@lucky_bot"));
        await ada.Types("1");
        await ada.Types("10");
        await ada.Presses("Create and fund");
        Assert.That((await CampaignsAsync(world)).Single().Title, Is.EqualTo("A title"));
        await ada.Types("/start");
        Assert.That(Labels(ada), Has.None.Contains("Continue"), "It is over.");
    }

    [Test]
    public async Task A_button_under_a_notice_ends_no_dialog()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm[..4]);
        await world.DepositAsync("ada", Sun.FromTrx(5));
        await ada.Presses("Balance");
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("4 of 4").And.Contain("105 TRX"), "The figures are fresh.");
    }

    [Test]
    public async Task A_confirmation_pressed_ten_times_before_and_after_a_pause_pays_once()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm);
        var before = Enumerable.Range(0, 10).Select(_ => ada.Pressing("Create and fund")).ToList();
        await ada.Types("/balance");
        var resumes = Enumerable.Range(0, 3).Select(_ => ada.Pressing("Continue where you were")).ToList();
        await world.StoreAndSettleAsync([.. resumes, .. before[..5], ada.Typing("/balance"), .. before[5..]]);
        Assert.That((await CampaignsAsync(world)).Single().Budget, Is.EqualTo(Sun.FromTrx(10)));
        Assert.That((await world.Marketplace.Send(new GetWallet((await world.AccountAsync("ada")).Id))).Ad, Is.EqualTo(Sun.FromTrx(90)));
    }

    [Test]
    public async Task A_crash_after_a_resumed_confirmation_repeats_nothing()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm);
        var press = ada.Pressing("Create and fund");
        await ada.Types("/balance");
        // What the database looks like when the process died after the commands and before the update was marked done.
        await world.Marketplace.Database.ExecuteAsync("CREATE TABLE saved AS SELECT * FROM chat_chats");
        await world.StoreAndSettleAsync(press);
        await world.Marketplace.Database.ExecuteAsync("DELETE FROM chat_chats");
        await world.Marketplace.Database.ExecuteAsync("INSERT INTO chat_chats SELECT * FROM saved");
        await world.Marketplace.Database.ExecuteAsync($"UPDATE chat_updates SET state = 0, payload = '{press.Payload}' WHERE update_key = '{press.UpdateKey}'");
        await world.Marketplace.Database.ExecuteAsync("DROP TABLE saved");
        world.Restart();
        await world.SettleAsync();
        Assert.That((await CampaignsAsync(world)).Single().Budget, Is.EqualTo(Sun.FromTrx(10)));
        Assert.That(ada.Sees.Text, Does.Contain("is running"));
    }

    [Test]
    public async Task Beginning_the_same_anew_ends_what_waits_and_says_what_is_gone()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm);
        var late = ada.Pressing("Create and fund");
        await ada.Types("/create_campaign");
        Assert.That(ada.Sees.Text, Does.StartWith("We’re starting over:").And.Contain("1 of 4"));
        await world.StoreAndSettleAsync(late);
        Assert.That(ada.Sees.Text, Does.StartWith("That button is from an older menu.").And.Contain("1 of 4"));
        await ada.Types("Another title");
        await ada.Types("/balance");
        await ada.Types("/create_campaign");
        Assert.That(Labels(ada), Is.EqualTo(new[] { "✖ Cancel" }));
        await ada.Types("/start");
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("New campaign, 1 of 4"));
        Assert.That(await CampaignsAsync(world), Is.Empty);
    }

    [Test]
    public async Task What_waits_too_long_is_forgotten_and_waiting_wins_no_time()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm[..2]);
        world.Marketplace.Clock.Advance(TimeSpan.FromHours(20));
        await ada.Types("/balance");
        var back = ada.Pressing("Continue where you were");
        world.Marketplace.Clock.Advance(TimeSpan.FromHours(5));
        await world.StoreAndSettleAsync(back);
        Assert.That(ada.Sees.Text, Does.StartWith("We stopped more than a day ago").And.Contain("Marketplace"));
        Assert.That(Labels(ada), Has.None.Contains("Continue"));
        Assert.That(await world.Marketplace.Database.CountAsync("SELECT count(*) FROM chat_chats WHERE paused_dialog IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task The_way_back_survives_a_pause_and_a_restart()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = await AdaAsync(world, ToConfirm);
        await ada.Presses("‹ Back");
        await ada.Types("/balance");
        world.Restart();
        await ada.Presses("Continue where you were");
        Assert.That(Plain(ada), Does.StartWith("4 of 4").And.Contain("Now: 10"));
        await ada.Presses("‹ Back");
        Assert.That(Plain(ada), Does.StartWith("3 of 4").And.Contain("Now: 1"));
    }
}

/// <summary>Which dialog runs, which one waits, and the way back from a question to the one before.</summary>
internal sealed class DialogTests
{
    [Test]
    public async Task The_menu_leads_back_as_long_as_a_dialog_waits_and_typed_words_do_not_answer_it()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await ada.Types("/balance");
        await ada.Presses("Menu");
        await ada.Types("@lucky_bot");
        Assert.That(ada.Sees.Text, Does.Contain("didn’t understand"));
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("2 of 4"));
    }

    [Test]
    public async Task The_waiting_dialogs_own_buttons_go_on_with_it()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm);
        var late = ada.Pressing("Create and fund");
        await ada.Types("/balance");
        await world.StoreAndSettleAsync(late);
        Assert.That(ada.Sees.Text, Does.Contain("is running"));
        Assert.That((await CampaignsAsync(world)).Single().Budget, Is.EqualTo(Sun.FromTrx(10)));
    }

    [Test]
    public async Task Cancel_ends_what_runs_and_then_what_waits()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await world.DepositAsync("ada", Sun.FromTrx(20), DepositTarget.Earn);
        await ada.Types("/withdraw");
        Assert.That(ada.Sees.Text, Does.StartWith("I’ve saved where we were."));
        await ada.Presses("Cancel");
        Assert.That(ada.Sees.Text, Does.StartWith("Stopped. Nothing was changed."));
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("2 of 4"), "What was interrupted is not what was cancelled.");
        await ada.Types("/balance");
        await ada.Types("/cancel");
        Assert.That(ada.Sees.Text, Does.StartWith("Stopped. Nothing was changed."));
        Assert.That(Labels(ada), Has.None.Contains("Continue"));
        await ada.Types("/cancel");
        Assert.That(ada.Sees.Text, Does.StartWith("There’s nothing to stop."));
    }

    [Test]
    public async Task A_newer_interruption_takes_the_older_ones_place()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await world.DepositAsync("ada", Sun.FromTrx(20), DepositTarget.Earn);
        await ada.Types("/withdraw");
        await ada.Types("/balance");
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("Withdraw"));
        await ada.Types("/cancel");
        Assert.That(Labels(ada), Has.None.Contains("Continue"));
    }

    [Test]
    public async Task A_dialog_begun_in_between_leads_back_at_its_end()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, [.. ToConfirm[..4], "105"]);
        await world.DepositAsync("ada", Sun.FromTrx(20), DepositTarget.Earn);
        Assert.That((await world.Marketplace.Send(new GetWallet((await world.AccountAsync("ada")).Id))).Ad, Is.EqualTo(Sun.FromTrx(100)));
        await ada.Types("/balance");
        await ada.Presses("Move to advertising");
        await ada.Types("10");
        await ada.Presses("✅");
        await ada.Presses("Menu");
        await ada.Presses("Continue where you were");
        await ada.Presses("Create and fund");
        Assert.That((await CampaignsAsync(world)).Single().Budget, Is.EqualTo(Sun.FromTrx(105)));
    }

    [Test]
    public async Task Going_on_pressed_twice_goes_on_once_and_two_dialogs_change_places()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await world.DepositAsync("ada", Sun.FromTrx(20), DepositTarget.Earn);
        await ada.Types("/withdraw");
        await ada.Types(Wallet);
        await ada.Types("/start");
        Assert.That(ada.Sees.Text, Does.StartWith("I’ve saved where we were."));
        await ada.Types("/create_campaign");
        await ada.Types("Another title");
        await world.StoreAndSettleAsync(ada.Typing("/start"));
        await ada.Presses("Continue where you were");
        Assert.That(ada.Sees.Text, Does.StartWith("2 of 4"));
        await ada.Types("/withdraw");
        var back = Enumerable.Range(0, 2).Select(_ => ada.Pressing("Continue where you were")).ToList();
        await world.StoreAndSettleAsync(back);
        Assert.That(ada.Sees.Text, Does.StartWith("2 of 4"));
        await ada.Types("@lucky_bot");
        Assert.That(ada.Sees.Text, Does.StartWith("3 of 4"));
    }

    [Test]
    public async Task Every_question_but_the_first_leads_back_with_every_answer_kept()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..1]);
        Assert.That(Labels(ada), Is.EqualTo(new[] { "✖ Cancel" }));
        foreach (var step in ToConfirm[1..])
        {
            await ada.Types(step);
            Assert.That(ada.Sees.Screen.Buttons[^1].Select(button => button.Label), Is.EqualTo(new[] { "‹ Back", "✖ Cancel" }), step);
        }

        foreach (var (title, answer) in new[] { ("4 of 4", "10"), ("3 of 4", "1"), ("2 of 4", "@lucky_bot"), ("1 of 4", "A title") })
        {
            await ada.Presses("‹ Back");
            Assert.That(Plain(ada), Does.Contain(title).And.Contain($"Now: {answer}"));
        }

        foreach (var title in new[] { "2 of 4", "3 of 4", "4 of 4", "Please check" })
        {
            await ada.Presses("✓ Keep this");
            Assert.That(ada.Sees.Text, Does.StartWith(title));
        }

        await ada.Presses("‹ Back");
        await ada.Types("20");
        await ada.Presses("Create and fund");
        Assert.That((await CampaignsAsync(world)).Single(), Has.Property("Title").EqualTo("A title").And.Property("Budget").EqualTo(Sun.FromTrx(20)));
    }

    [Test]
    public async Task The_way_back_speaks_the_language_that_was_just_chosen()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await ada.Types("/language");
        await ada.Presses("Français");
        Assert.That(Labels(ada), Has.Some.Contains("Reprendre").And.None.Contains("Continue"));
        await ada.Presses("Reprendre");
        Assert.That(ada.Sees.Text, Does.StartWith("2 sur 4"));
    }

    [Test]
    public async Task Back_pressed_twice_at_once_goes_back_once()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm);
        await world.StoreAndSettleAsync(ada.Pressing("‹ Back"), ada.Pressing("‹ Back"));
        Assert.That(ada.Sees.Text, Does.StartWith("4 of 4"));
        await world.StoreAndSettleAsync(ada.Pressing("✓ Keep this"), ada.Pressing("✓ Keep this"));
        Assert.That(ada.Sees.Text, Does.StartWith("Please check"));
    }

    [Test]
    public async Task A_bot_that_was_seen_to_answer_stays_tested()
    {
        await using var world = await World.StartAsync();
        var ada = await AdaAsync(world, ToConfirm[..2]);
        await ada.Forwards();
        await ada.Presses("‹ Back");
        Assert.That(Plain(ada), Does.Contain("Now: @lucky_bot"));
        await ada.Presses("✓ Keep this");
        await ada.Types("1");
        await ada.Types("10");
        Assert.That(ada.Sees.Text, Does.StartWith("Please check").And.Not.Contain("haven’t seen").And.Not.Contain("haven't seen"));
    }

    [Test]
    public async Task Back_from_a_withdrawal_and_forward_again_shows_fresh_figures()
    {
        await using var world = await World.StartAsync();
        var bob = world.Person("bob");
        await bob.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(20), DepositTarget.Earn);
        await bob.Types("/withdraw");
        await bob.Types(Wallet);
        await bob.Presses("All");
        Assert.That(bob.Sees.Text, Does.Contain("20 TRX"));
        await bob.Presses("‹ Back");
        await world.DepositAsync("bob", Sun.FromTrx(30), DepositTarget.Earn);
        await bob.Types("nonsense");
        Assert.That(Labels(bob), Has.Some.StartsWith("✓ All").And.None.StartsWith("✓ Half"));
        await bob.Presses("✓ All");
        Assert.That(bob.Sees.Text, Does.Contain("50 TRX").And.Not.Contain("20 TRX"));
    }

    [Test]
    public async Task What_a_later_step_refused_is_not_offered_again()
    {
        await using var world = await World.StartAsync();
        var bob = world.Person("bob");
        await bob.Types("/start");
        await world.DepositAsync("bob", Sun.FromTrx(20), DepositTarget.Earn);
        await bob.Types("/withdraw");
        await bob.Types(Wallet);
        await bob.Types("15");
        Assert.That((await world.Marketplace.Send(new MoveToAd((await world.AccountAsync("bob")).Id, Sun.FromTrx(19), "elsewhere"))).Succeeded);
        await bob.Presses("✅");
        Assert.That(Labels(bob), Has.None.Contains("Keep").And.Some.Contains("Back"));
        Assert.That(Plain(bob), Does.Not.Contain("Now:"));
    }

    [Test]
    public void A_long_answer_is_asked_for_again_instead_of_being_kept_twice()
    {
        var path = DialogPath.Start.Going("a", "b").Answered("a", new DialogAnswer(new string('x', 300), null, null));
        Assert.That(path.AnswerAt("a"), Is.Null);
    }

    [Test]
    public async Task Whose_language_is_not_spoken_is_told_once_in_the_first_answer()
    {
        await using var world = await World.StartAsync();
        var (hans, dora, claire, noname) = (world.Person("hans", "de"), world.Person("dora", "de-AT"), world.Person("claire", "fr"), world.Person("noname", null));
        await world.StoreAndSettleAsync(world.Platform.Update("hans", new ReachabilityChanged(true), "de"));
        await hans.Types("/start");
        Assert.That(hans.Sees.Text, Does.StartWith("I don’t speak your language yet, only \u2068English, Français\u2069."));
        await hans.Types("/start");
        Assert.That(hans.Sees.Text, Does.Not.Contain("I don’t speak"));
        await dora.Types("/balance");
        Assert.That(dora.Sees.Text, Does.StartWith("I don’t speak"));
        await dora.Presses("Language");
        await dora.Presses("Français");
        foreach (var other in new[] { claire, noname })
        {
            await other.Types("/start");
            Assert.That(other.Sees.Text, Does.StartWith("Marketplace"));
        }
    }
}

/// <summary>Steps into a dialog, and what stands on the screen.</summary>
internal static class Dialogs
{
    public const string Wallet = "THome00000000000000000000000000000";
    public static readonly string[] ToConfirm = ["/create_campaign", "A title", "@lucky_bot", "1", "10"];

    public static async Task<Person> AdaAsync(World world, string[] steps)
    {
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(100));
        foreach (var step in steps)
        {
            await ada.Types(step);
        }

        return ada;
    }

    public static async Task<IReadOnlyList<CampaignView>> CampaignsAsync(World world) =>
        await world.Marketplace.Send(new GetMyCampaigns((await world.AccountAsync("ada")).Id));

    public static IEnumerable<string> Labels(Person person) => person.Sees.Screen.Buttons.SelectMany(row => row).Select(button => button.Label);

    public static string Plain(Person person) => person.Sees.Text.Replace("\u2068", string.Empty, StringComparison.Ordinal).Replace("\u2069", string.Empty, StringComparison.Ordinal);
}

internal sealed class DialogsOnSqlite : DialogSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class DialogsOnPostgreSql : DialogSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
