using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Testing;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>Menus, dialogs and buttons, as people use and abuse them.</summary>
internal abstract class ConversationSuite : EngineSuite
{
    [Test]
    public async Task From_start_to_the_first_claim_it_is_at_most_four_taps()
    {
        await using var world = await World.StartAsync(Engine);
        var bob = world.Person("bob");
        await world.Person("ada").Types("/start");
        await world.CampaignAsync("ada");
        await bob.Types("/start");
        await bob.Presses("Earn");
        await bob.Presses("Try my bot");
        await bob.Presses("Start and earn");
        Assert.That(bob.Sees.Button("Open the bot").Url, Is.EqualTo("https://t.me/lucky_bot"), "The fourth tap opens the bot.");
        Assert.That(world.Platform.In("bob").Count(), Is.EqualTo(1), "One live menu, edited in place.");
    }

    [Test]
    public async Task Typed_words_get_a_new_menu_and_the_old_one_goes()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        var first = ada.Sees;
        await ada.Types("/help");
        Assert.That(world.Platform.In("ada").Select(message => message.Id), Is.EqualTo(new[] { ada.Sees.Id }).And.Not.Contains(first.Id));
    }

    [TestCase("help", "How it works")]
    [TestCase(" Balance ", "Your own balance")]
    [TestCase("START", "Marketplace")]
    public async Task A_command_is_understood_without_its_slash_unless_a_question_is_open(string typed, string shown)
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types(typed);
        Assert.That(ada.Sees.Text, Does.Contain(shown).And.Not.Contain("didn’t understand"));
        await ada.Types("/create_campaign");
        await ada.Types(typed);
        Assert.That(ada.Sees.Text, Does.Contain("2 of 4"), "A title may be such a word.");
    }

    [TestCase("solde", "Votre propre solde")]
    [TestCase(" Mes campagnes ", "Vous n’en avez pas encore")]
    [TestCase("GAGNER", "Il n’y a rien pour vous")]
    public async Task The_words_of_a_menu_button_can_be_typed_in_the_language_they_are_read_in(string typed, string shown)
    {
        await using var world = await World.StartAsync(Engine);
        var cleo = world.Person("cleo", "fr");
        await cleo.Types("/start");
        await cleo.Types(typed);
        Assert.That(cleo.Sees.Text, Does.Contain(shown).And.Not.Contain("Je n’ai pas compris"));
    }

    [Test]
    public async Task A_name_copied_out_of_our_own_message_is_accepted()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types("A title");
        await ada.Types("\u2068@lucky_bot\u2069");
        Assert.That(ada.Sees.Text, Does.Contain("3 of 4"));
    }

    [Test]
    public async Task Words_outside_a_dialog_go_to_whichever_module_makes_something_of_them()
    {
        await using var world = await World.StartAsync(Engine, also: services => services.AddSingleton<ITextHandler, Echo>());
        var ada = world.Person("ada");
        await ada.Types("done");
        Assert.That(ada.Sees.Text, Is.EqualTo("There’s nothing to stop."));
        await ada.Types("what?");
        Assert.That(ada.Sees.Text, Does.Contain("didn’t understand"));
    }

    private sealed class Echo : ITextHandler
    {
        public string Module => "chat";

        public Task<Reply?> HandleAsync(ChatTurn turn, string text, CancellationToken cancellationToken) =>
            Task.FromResult<Reply?>(text == "done" ? turn.Say("note.nothing_to_cancel").ToReply() : null);
    }

    [Test]
    public async Task A_dialog_survives_the_restart_of_the_process()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types("A title");
        world.Restart();
        await ada.Types("@lucky_bot");
        Assert.That(ada.Sees.Text, Does.Contain("3 of 4"));
    }

    [Test]
    public async Task A_dialog_that_waited_for_a_day_has_ended()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        world.Marketplace.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await ada.Types("A title");
        Assert.That(ada.Sees.Text, Does.Contain("more than a day").And.Contain("Marketplace"));
    }

    [TestCase("/create_campaign")]
    [TestCase("/create_campaign", "A title")]
    [TestCase("/create_campaign", "A title", "@lucky_bot", "1", "10")]
    [TestCase("/withdraw")]
    [TestCase("/withdraw", "TWallet000000000000000000000000000")]
    public async Task Cancel_leads_out_of_every_step(params string[] steps)
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(20), DepositTarget.Earn);
        foreach (var step in steps)
        {
            await ada.Types(step);
        }

        await ada.Types("/cancel");
        Assert.That(ada.Sees.Text, Does.StartWith("Stopped. Nothing was changed."));
        await ada.Types("10");
        Assert.That(ada.Sees.Text, Does.Contain("didn’t understand"));
    }

    [Test]
    public async Task A_slip_of_the_finger_costs_no_half_written_campaign()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/create_campaign");
        await ada.Types("/creat_campaign");
        Assert.That(ada.Sees.Text, Does.Contain("I don’t know the command").And.Contain("1 of 4"));
        await world.StoreAndSettleAsync(world.Platform.Update("ada", new OtherContent("sticker"), "en"));
        Assert.That(ada.Sees.Text, Does.Contain("1 of 4"));
    }

    [Test]
    public async Task The_last_button_pressed_ten_times_creates_one_campaign_and_keeps_its_answer()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(100));
        foreach (var step in new[] { "/create_campaign", "A title", "@lucky_bot", "1", "10" })
        {
            await ada.Types(step);
        }

        await world.StoreAndSettleAsync([.. Enumerable.Range(0, 10).Select(_ => ada.Pressing("Create and fund"))]);
        var campaigns = await world.Marketplace.Send(new GetMyCampaigns((await world.AccountAsync("ada")).Id));
        Assert.Multiple(() =>
        {
            Assert.That(campaigns.Single().Budget, Is.EqualTo(Sun.FromTrx(10)));
            Assert.That(ada.Sees.Text, Does.Contain("is running"));
            Assert.That(world.Platform.Acknowledged, Has.Count.EqualTo(10));
        });
    }

    [Test]
    public async Task Two_identical_forwards_at_once_pay_once()
    {
        await using var world = await World.StartAsync(Engine);
        var bob = world.Person("bob");
        await world.Person("ada").Types("/start");
        await world.CampaignAsync("ada");
        await bob.Types("/browse_bots");
        await bob.Presses("Try my bot");
        await bob.Presses("Start and earn");
        await world.StoreAndSettleAsync(bob.Forwarding(), bob.Forwarding());
        var link = "/start " + bob.Sees.Button("Collect").Url!.Split("start=")[1];
        await world.StoreAndSettleAsync(bob.Typing(link), bob.Typing(link));
        Assert.That(await world.EarnedAsync("bob"), Is.EqualTo(new Sun(850_000)));
        Assert.That(bob.Sees.Text, Does.Contain("0.85 TRX"));
    }

    [Test]
    public async Task A_crash_between_the_effect_and_its_note_repeats_nothing()
    {
        await using var world = await World.StartAsync(Engine);
        var ada = world.Person("ada");
        await ada.Types("/start");
        await world.DepositAsync("ada", Sun.FromTrx(100));
        foreach (var step in new[] { "/create_campaign", "A title", "@lucky_bot", "1", "10" })
        {
            await ada.Types(step);
        }

        // What the database looks like when the process died after the commands and before the update was marked done.
        var before = await world.Marketplace.Database.RowsAsync("SELECT dialog_id, dialog_data, version FROM chat_chats WHERE chat_id = 'ada'");
        var press = ada.Pressing("Create and fund");
        await world.Marketplace.Database.ExecuteAsync("CREATE TABLE saved AS SELECT * FROM chat_chats");
        await world.StoreAndSettleAsync(press);
        await world.Marketplace.Database.ExecuteAsync("DELETE FROM chat_chats");
        await world.Marketplace.Database.ExecuteAsync("INSERT INTO chat_chats SELECT * FROM saved");
        await world.Marketplace.Database.ExecuteAsync("DROP TABLE saved");
        await world.Marketplace.Database.ExecuteAsync($"UPDATE chat_updates SET state = 0, payload = '{press.Payload}' WHERE update_key = '{press.UpdateKey}'");
        Assert.That(await world.Marketplace.Database.RowsAsync("SELECT dialog_id, dialog_data, version FROM chat_chats WHERE chat_id = 'ada'"), Is.EqualTo(before));
        world.Restart();
        await world.SettleAsync();
        var campaigns = await world.Marketplace.Send(new GetMyCampaigns((await world.AccountAsync("ada")).Id));
        Assert.Multiple(() =>
        {
            Assert.That(campaigns.Single().Budget, Is.EqualTo(Sun.FromTrx(10)));
            Assert.That(ada.Sees.Text, Does.Contain("is running"));
        });
    }

    [Test]
    public async Task A_button_of_another_person_or_another_version_gets_a_fresh_menu()
    {
        await using var world = await World.StartAsync(Engine);
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        await bob.Types("/start");
        var stolen = ada.Sees.Button("Withdraw").Data!;
        var old = "0" + bob.Sees.Button("Withdraw").Data![1..];
        foreach (var data in new[] { stolen, old, "nonsense", string.Empty, new string('x', 200), "1.home.AAAAAAAA" })
        {
            await world.StoreAndSettleAsync(bob.PressingData(data, bob.Sees.Id));
            Assert.That(bob.Sees.Text, Does.StartWith("That button is from an older menu."), data);
        }
    }

    [Test]
    public async Task An_operators_button_does_nothing_for_others()
    {
        await using var world = await World.StartAsync(Engine);
        var bob = world.Person("bob");
        await bob.Types("/start");
        await bob.Types("/admin");
        Assert.That(bob.Sees.Text, Does.StartWith("I don’t know the command"));
        var key = await world.Marketplace.InScopeAsync(services => services.GetRequiredService<Engine.ButtonSeals>().GetAsync(CancellationToken.None).AsTask());
        await world.StoreAndSettleAsync(bob.PressingData(key.Seal((await world.AccountAsync("bob")).Id, "ban", []), bob.Sees.Id));
        Assert.That(bob.Sees.Text, Does.StartWith("That button is from an older menu."));
    }

    [Test]
    public async Task A_forward_without_a_task_says_what_to_do()
    {
        await using var world = await World.StartAsync(Engine);
        var bob = world.Person("bob");
        await bob.Forwards();
        Assert.That(bob.Sees.Text, Does.Contain("choose an offer"));
    }

    [Test]
    public async Task A_campaign_paused_between_browsing_and_claiming_is_refused_politely()
    {
        await using var world = await World.StartAsync(Engine);
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        await world.CampaignAsync("ada");
        await bob.Types("/browse_bots");
        await bob.Presses("Try my bot");
        await ada.Types("/my_campaigns");
        await ada.Presses("Try my bot");
        await ada.Presses("Pause");
        await bob.Presses("Start and earn");
        Assert.That(bob.Sees.Text, Does.Contain("isn’t running right now"));
    }

    [TestCase("r_abcdefgh")]
    [TestCase("v_AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("c_zzz")]
    [TestCase("utm-source-7")]
    [TestCase("v_'; DROP TABLE chat_chats; --")]
    public async Task A_foreign_payload_is_no_reason_to_turn_somebody_away(string payload)
    {
        await using var world = await World.StartAsync(Engine);
        var bob = world.Person("bob");
        await bob.Types($"/start {payload}");
        Assert.That(bob.Sees.Screen.Buttons, Is.Not.Empty);
        Assert.That(await world.Marketplace.Database.CountAsync("SELECT count(*) FROM chat_updates WHERE state <> 1"), Is.Zero);
    }

    [Test]
    public async Task The_sponsor_is_set_at_first_contact_and_told()
    {
        await using var world = await World.StartAsync(Engine);
        await world.Person("ada").Types("/start");
        var ada = await world.AccountAsync("ada");
        await world.Person("bob").Types($"/start r_{ada.ReferralCode}");
        await world.WorkAsync();
        Assert.That((await world.AccountAsync("bob")).SponsorId, Is.EqualTo(ada.Id));
        Assert.That(world.Person("ada").Sees.Text, Does.StartWith("Someone joined with your invitation."));
    }

    [Test]
    public async Task A_banned_person_is_refused_once_and_let_in_again()
    {
        await using var world = await World.StartAsync(Engine);
        var (bob, olga) = (world.Person("bob"), world.Olga());
        await bob.Types("/start");
        await olga.Types("/admin");
        async Task Decide(string label)
        {
            await olga.Types("/admin");
            await olga.Presses("Ban");
            await olga.Types("bob");
            await olga.Presses(label);
        }

        await Decide("⛔ Ban");
        foreach (var words in new[] { "/start", "hello", "/withdraw" })
        {
            await bob.Types(words);
        }

        Assert.That(world.Platform.Calls.Count(call => call.Contains("this account is closed", StringComparison.Ordinal)), Is.EqualTo(1));
        await Decide("Let in again");
        await bob.Types("/start");
        Assert.That(bob.Sees.Text, Does.Contain("Marketplace"));
    }

    [Test]
    public async Task The_language_is_ones_own_choice_then_the_clients_then_English()
    {
        await using var world = await World.StartAsync(Engine);
        var (french, german) = (world.Person("claire", "fr-CA"), world.Person("hans", "de"));
        await french.Types("/help");
        await german.Types("/help");
        Assert.That(french.Sees.Text, Does.Contain("Comment ça marche"));
        Assert.That(german.Sees.Text, Does.Contain("How it works"));
        await german.Types("/language");
        await german.Presses("Français");
        Assert.That(german.Sees.Text, Does.Contain("gagnez des TRX"));
        await german.Types("/help");
        Assert.That(german.Sees.Text, Does.Contain("Comment ça marche"));
    }
}

internal sealed class ConversationOnSqlite : ConversationSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ConversationOnPostgreSql : ConversationSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
