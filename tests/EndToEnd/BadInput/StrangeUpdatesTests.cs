using Marketplace.Testing;

namespace Marketplace.EndToEnd.Tests.BadInput;

/// <summary>Updates and words that a well-behaved client does not send, at a running marketplace.</summary>
internal sealed class StrangeUpdatesTests
{
    private World world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await World.StartAsync(TestEngine.Sqlite);

    [OneTimeTearDown]
    public async Task StopAsync() => await world.DisposeAsync();

    [Test]
    public async Task Malformed_and_unknown_updates_hold_nobody_up()
    {
        var guest = await world.PersonAsync("Gus");
        object[] updates =
        [
            new { },
            new { message = "words" },
            new { message = new { message_id = "one", chat = new { } } },
            new { message = new { message_id = 1, date = 1, text = "no chat" } },
            new { callback_query = new { } },
            new { my_chat_member = new { chat = 7 } },
            new { message_of_the_future = new { id = 1 } },
            new { poll_answer = new { poll_id = "1", option_ids = new[] { 0 } } },
            new { message = new { message_id = 1, date = 1, chat = new { id = -100123, type = "supergroup", title = "Group" }, from = new { id = 7, is_bot = false, first_name = "A" }, text = "/start" } },
        ];
        foreach (var update in updates)
        {
            await world.ChatServiceAsync($"bots/{world.Outside.BotUsername}/updates", new { update });
        }

        await guest.AskAsync("/help", "How it works");
        await world.UntilLoggedAsync("Warning", "can not be understood");
        Assert.That(await world.Database.CountAsync("SELECT COUNT(*) FROM chat_updates WHERE failure IS NOT NULL"), Is.Zero, "Nobody's update waits for an operator.");
    }

    [Test]
    public async Task Words_longer_than_a_message_are_answered_shortly()
    {
        var guest = await world.PersonAsync("Lola");
        await guest.AskAsync("/create_campaign", "1 of 4");
        await guest.AskAsync(new string('x', 4_096), "The title must be one line");
        await guest.TypeRawAsync(new string('é', 20_000));
        await guest.Phone.ReadAsync("The title must be one line");
        await guest.AskAsync("/" + new string('y', 4_000), "I don’t know the command");
    }

    [TestCase("nothing-of-ours", "That link isn’t one of mine")]
    [TestCase("c_nothing", "I can’t find this campaign")]
    [TestCase("v_nothing", "This link doesn’t work")]
    [TestCase("r_nobody", "earn TRX by trying bots")]
    [TestCase("ch_", "earn TRX by trying bots")]
    public async Task A_start_payload_that_is_not_ours_is_answered(string payload, string answer)
    {
        var guest = await world.PersonAsync("Stan");
        await guest.Phone.OpenAsync($"https://t.me/{world.Outside.BotUsername}?start={payload}");
        await guest.Phone.ReadAsync(answer);
    }

    [TestCase("")]
    [TestCase("v0:old:format:of:another:year")]
    [TestCase("\u0000\uFFFD💥")]
    public async Task A_button_of_another_version_gives_a_fresh_menu(string data)
    {
        var guest = await world.PersonAsync("Olga");
        await guest.AskAsync("/start", "earn TRX");
        await guest.PressRawAsync(data);
        await guest.Phone.ReadAsync("That button is from an older menu");
    }

    [Test]
    public async Task A_button_of_another_person_does_nothing()
    {
        var owner = await world.PersonAsync("Opal");
        await owner.CampaignAsync(budget: 2);
        var (message, pause) = await owner.ButtonAsync("Pause");
        var thief = await world.PersonAsync("Theo");
        await thief.AskAsync("/start", "earn TRX");

        await thief.PressRawAsync(pause.GetProperty("callback_data").GetString()!, message.GetProperty("message_id").GetInt64());

        await thief.Phone.ReadAsync("That button is from an older menu");
        await owner.AskAsync("/my_campaigns", "My campaigns");
        await owner.Phone.PressAsync("A small task");
        await owner.Phone.ReadAsync("Running");
    }

    [Test]
    public async Task Amounts_of_every_wrong_kind_are_refused_with_advice_and_the_question_stays()
    {
        var guest = await world.PersonAsync("Amos");
        await guest.AskAsync("/create_campaign", "1 of 4");
        await guest.AskAsync("A title", "2 of 4");
        await guest.AskAsync("@weather_whale_bot", "3 of 4");
        foreach (var amount in new[] { "0", "-1", "+1", "1e3", "$2", "0.0000001", "٣", "1,5,5", "NaN", "½", "1 TRX or so", "0x10", "", "99999999999999999999", "100000000001" })
        {
            // The chat service, as the real one, takes no empty message.
            await guest.AskAsync(amount.Length == 0 ? "." : amount, "3 of 4");
        }

        await guest.AskAsync("0,5", "4 of 4");
        await guest.AskAsync("0.4", "That’s not enough");
        await guest.AskAsync("/cancel", "Stopped. Nothing was changed.");
    }
}
