using System.Text.Json.Nodes;
using Marketplace.Accounts;

namespace Marketplace.Frontends.Telegram.Tests;

/// <summary>What each answer of the Bot API means for a message; the words are those of Telegram's own server.</summary>
public class DeliveryTests
{
    private const string NotModified =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private static readonly Screen Menu = new(
        new RichText([new TextSpan("Hello "), new TextSpan("<Ada>", TextStyle.Bold), new TextSpan("TXYZ", TextStyle.Code)]),
        [[new Button("Go", "1.go", null), new Button("Open", null, "https://t.me/good_bot?start=x")]]);

    private static readonly Picture Code = new(new byte[] { 1, 2 }, "code.png");

    [Test]
    public async Task A_screen_is_sent_as_HTML_with_its_buttons_and_without_link_previews()
    {
        await using var bot = await TestBot.StartAsync();

        var delivery = await bot.Platform.ShowAsync("5000000102", Menu, null, default);

        Assert.That(delivery, Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "1001")));
        var expected = JsonNode.Parse(
            """{"chat_id":5000000102,"text":"Hello <b>&lt;Ada&gt;</b><code>TXYZ</code>","parse_mode":"Html","link_preview_options":{"is_disabled":true}"""
            + ""","reply_markup":{"inline_keyboard":[[{"text":"Go","callback_data":"1.go"},{"text":"Open","url":"https://t.me/good_bot?start=x"}]]}}""");
        Assert.That(JsonNode.DeepEquals(bot.Telegram.To("sendMessage")[0], expected), Is.True, bot.Telegram.To("sendMessage")[0].ToJsonString());
    }

    [Test]
    public async Task A_menu_is_edited_in_place()
    {
        await using var bot = await TestBot.StartAsync();

        var delivery = await bot.Platform.ShowAsync("7", Menu, "9", default);

        Assert.That(delivery, Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "9")));
        Assert.That(bot.Telegram.To("editMessageText")[0]["message_id"]!.GetValue<long>(), Is.EqualTo(9));
        Assert.That(bot.Telegram.To("sendMessage"), Is.Empty);
    }

    [Test]
    public async Task A_menu_whose_number_is_beyond_what_the_library_can_name_is_sent_anew()
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That((await bot.Platform.ShowAsync("7", Menu, "4294967296", default)).MessageId, Is.EqualTo("1001"));
        Assert.That(async () => await bot.Platform.RetireAsync("7", "4294967296", default), Throws.Nothing);
        Assert.That(bot.Telegram.To("editMessageText"), Is.Empty);
    }

    [Test]
    public async Task What_a_newer_Telegram_says_about_a_message_that_was_sent_does_not_make_it_unsent()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("sendMessage", """{"message_id":4294967297,"date":1,"chat":{"id":7,"type":"crater"},"forward_origin":{"type":"martian"}}""");

        Assert.That(await bot.Platform.ShowAsync("7", Menu, null, default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "4294967297")));
    }

    [Test]
    public async Task A_menu_that_shows_the_same_already_is_delivered()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("editMessageText", 400, NotModified);

        Assert.That(await bot.Platform.ShowAsync("7", Menu, "9", default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "9")));
    }

    [TestCase("Bad Request: message to edit not found")]
    [TestCase("Bad Request: message can't be edited")]
    [TestCase("Bad Request: MESSAGE_ID_INVALID")]
    [TestCase("Bad Request: there is no text in the message to edit")]
    public async Task A_menu_that_is_gone_is_sent_anew(string description)
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("editMessageText", 400, description);

        Assert.That(await bot.Platform.ShowAsync("7", Menu, "9", default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "1001")));
    }

    [Test]
    public async Task A_picture_has_the_text_below_it()
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(await bot.Platform.ShowAsync("7", Menu with { Picture = Code }, null, default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "1001")));

        var photo = bot.Telegram.To("sendPhoto").Single();
        Assert.That((photo["photo"]!.GetValue<string>(), photo["caption"]!.GetValue<string>()), Is.EqualTo(("code.png", "Hello <b>&lt;Ada&gt;</b><code>TXYZ</code>")));
    }

    [Test]
    public async Task A_picture_takes_the_menus_place()
    {
        await using var bot = await TestBot.StartAsync();

        Assert.That(await bot.Platform.ShowAsync("7", Menu with { Picture = Code }, "9", default), Is.EqualTo(new Delivery(DeliveryOutcome.Delivered, "9")));

        var edit = bot.Telegram.To("editMessageMedia").Single();
        Assert.That((edit["message_id"]!.GetValue<int>(), edit["media"]!["caption"]!.GetValue<string>()), Is.EqualTo((9, "Hello <b>&lt;Ada&gt;</b><code>TXYZ</code>")));
        Assert.That((bot.Telegram.To("sendPhoto").Count, bot.Telegram.To("editMessageText").Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_picture_whose_menu_is_gone_is_sent_anew()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("editMessageMedia", 400, "Bad Request: message to edit not found");

        Assert.That((await bot.Platform.ShowAsync("7", Menu with { Picture = Code }, "9", default)).MessageId, Is.EqualTo("1001"));
        Assert.That(bot.Telegram.To("sendPhoto").Single()["photo"]!.GetValue<string>(), Is.EqualTo("code.png"));
    }

    [Test]
    public async Task A_text_too_long_for_a_picture_goes_without_it()
    {
        await using var bot = await TestBot.StartAsync();

        var text = new RichText([new TextSpan(new string('x', 1_025))]);
        await bot.Platform.ShowAsync("7", Menu with { Text = text, Picture = Code }, null, default);

        Assert.That((bot.Telegram.To("sendPhoto").Count, bot.Telegram.To("sendMessage").Count), Is.EqualTo((0, 1)));
    }

    [TestCase(403, "Forbidden: bot was blocked by the user")]
    [TestCase(403, "Forbidden: user is deactivated")]
    [TestCase(403, "Forbidden: bot was kicked from the group chat")]
    [TestCase(403, "Forbidden: bot is not a member of the channel chat")]
    [TestCase(400, "Bad Request: chat not found")]
    [TestCase(400, "Bad Request: private chat not found")]
    [TestCase(400, "Bad Request: user not found")]
    [TestCase(400, "Bad Request: chat_id is empty")]
    public Task Who_blocked_us_or_is_gone_is_unreachable(int code, string description) => ExpectAsync(code, description, DeliveryOutcome.Unreachable);

    [TestCase(500, "Internal Server Error")]
    [TestCase(502, "Bad Gateway")]
    [TestCase(401, "Unauthorized")]
    public Task An_outage_is_tried_again_later(int code, string description) => ExpectAsync(code, description, DeliveryOutcome.TryLater);

    [TestCase(400, "Bad Request: message text is empty")]
    [TestCase(400, "Bad Request: text is too long")]
    [TestCase(400, "Bad Request: message is too long")]
    [TestCase(400, "Bad Request: reply markup is too long")]
    [TestCase(400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")]
    [TestCase(400, "Bad Request: BUTTON_DATA_INVALID")]
    [TestCase(400, "Bad Request: can't parse entities: Unsupported start tag")]
    [TestCase(404, "Not Found: method not found")]
    [TestCase(418, "I'm a teapot")]
    public async Task A_mistake_of_ours_is_refused_for_good_and_logged(int code, string description)
    {
        var logs = await ExpectAsync(code, description, DeliveryOutcome.Refused);

        Assert.That(logs, Has.One.StartsWith("Error").And.One.Contains(description));
    }

    [Test]
    public async Task Who_is_told_to_slow_down_waits_as_long_as_Telegram_asks()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("sendMessage", 429, "Too Many Requests: retry after 17", """{"retry_after":17}""");

        var delivery = await bot.Platform.ShowAsync("7", Menu, null, default);

        Assert.That(delivery, Is.EqualTo(new Delivery(DeliveryOutcome.TryLater, null, TimeSpan.FromSeconds(17), "Too Many Requests: retry after 17")));
    }

    [Test]
    public async Task A_gateways_page_with_a_Retry_After_header_is_obeyed_too()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.Then("sendMessage", (_, _) =>
        {
            var response = ScriptedTelegram.Body(429, "<html>slow down</html>", "text/html");
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(9));
            return Task.FromResult(response);
        });

        Assert.That((await bot.Platform.ShowAsync("7", Menu, null, default)).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(9)));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("{\"ok\":true}")]
    [TestCase("{\"ok\":true,\"result\":null}")]
    [TestCase("{\"ok\":true,\"result\":\"yes\"}")]
    [TestCase("{\"ok\":\"true\",\"result\":{}}")]
    [TestCase("{\"ok\":true,\"result\":{\"message_id\":\"one\"}}")]
    [TestCase("{\"ok\":true,\"result\":{\"message_id\":99999999999999999999}}")]
    [TestCase("{\"ok\":true,\"result\":{")]
    [TestCase("<!DOCTYPE html><title>Just a moment…</title>")]
    [TestCase("\u0000\u0001")]
    public async Task An_answer_that_is_not_Telegrams_is_an_outage(string body)
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenBody("sendMessage", 200, body);

        Assert.That((await bot.Platform.ShowAsync("7", Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.TryLater));
    }

    [Test]
    public async Task An_answer_without_end_is_an_outage()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.Then("sendMessage", (_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) }));

        Assert.That((await bot.Platform.ShowAsync("7", Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.TryLater));
    }

    [Test]
    public async Task No_answer_at_all_is_an_outage_after_the_timeout()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.Then("sendMessage", async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("unreachable");
        });

        var showing = bot.Platform.ShowAsync("7", Menu, null, default);
        await Eventually.TrueWhileTimePassesAsync(bot.Clock, () => showing.IsCompleted, "the request ends");

        Assert.That((await showing).Outcome, Is.EqualTo(DeliveryOutcome.TryLater));
    }

    [Test]
    public async Task A_connection_that_breaks_is_an_outage_and_the_token_is_in_no_log()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.Then("sendMessage", (_, _) => throw new HttpRequestException("Connection reset by peer"));
        bot.Telegram.Then("answerCallbackQuery", (_, _) => throw new HttpRequestException("Connection reset by peer"));

        Assert.That((await bot.Platform.ShowAsync("7", Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.TryLater));
        await bot.Platform.AcknowledgeAsync(Press(), default);

        Assert.That(bot.Logs.Lines, Is.Not.Empty.And.None.Contains(ScriptedTelegram.Token));
    }

    [Test]
    public async Task The_callers_own_cancellation_is_the_only_thing_that_throws()
    {
        await using var bot = await TestBot.StartAsync();
        using var given = new CancellationTokenSource();
        bot.Telegram.Then("sendMessage", (_, cancellationToken) =>
        {
            given.Cancel();
            throw new TaskCanceledException(null, null, cancellationToken);
        });

        Assert.That(async () => await bot.Platform.ShowAsync("7", Menu, null, given.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_line_that_breaks_while_the_caller_gives_up_is_the_callers_cancellation()
    {
        await using var bot = await TestBot.StartAsync();
        using var given = new CancellationTokenSource();
        bot.Telegram.Then("sendMessage", (_, _) =>
        {
            given.Cancel();
            throw new HttpRequestException("Connection reset by peer");
        });

        Assert.That(async () => await bot.Platform.ShowAsync("7", Menu, null, given.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_chat_that_moved_is_followed_once()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("sendMessage", 400, "Bad Request: group chat was upgraded to a supergroup chat", """{"migrate_to_chat_id":-1009}""");

        Assert.That((await bot.Platform.ShowAsync("-9", Menu, null, default)).Outcome, Is.EqualTo(DeliveryOutcome.Delivered));
        Assert.That(bot.Telegram.To("sendMessage").Select(call => call["chat_id"]!.GetValue<long>()), Is.EqualTo(new[] { -9L, -1009L }));
    }

    [Test]
    public async Task What_Telegram_would_refuse_is_not_even_sent()
    {
        await using var bot = await TestBot.StartAsync();

        var tooLong = await bot.Platform.ShowAsync("7", Menu with { Buttons = [[new Button("Go", new string('x', 65), null)]] }, null, default);
        var noChat = await bot.Platform.ShowAsync("nobody", Menu, null, default);

        Assert.That((tooLong.Outcome, noChat.Outcome), Is.EqualTo((DeliveryOutcome.Refused, DeliveryOutcome.Refused)));
        Assert.That(bot.Telegram.To("sendMessage"), Is.Empty);
    }

    [Test]
    public async Task An_old_menu_loses_its_buttons_and_keeps_its_words()
    {
        await using var bot = await TestBot.StartAsync();
        await bot.Platform.RetireAsync("7", "10", default);
        Assert.That(bot.Telegram.To("editMessageReplyMarkup")[0].ToJsonString(), Is.EqualTo("""{"chat_id":7,"message_id":10}"""));

        bot.Telegram.ThenError("editMessageReplyMarkup", 400, "Bad Request: message to edit not found");
        Assert.That(async () => await bot.Platform.RetireAsync("7", "11", default), Throws.Nothing);
        Assert.That(async () => await bot.Platform.RetireAsync("x", "y", default), Throws.Nothing);
    }

    [Test]
    public async Task A_press_is_acknowledged_and_one_that_is_too_old_is_no_matter()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid");

        await bot.Platform.AcknowledgeAsync(Press(), default);
        await bot.Platform.AcknowledgeAsync(Press() with { Content = new TextEntered("x") }, default);

        Assert.That(bot.Telegram.To("answerCallbackQuery").Select(call => call.ToJsonString()), Is.EqualTo(new[] { """{"callback_query_id":"q1"}""" }));
        Assert.That(bot.Logs.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.Empty);
    }

    private static ChatInput Press() => new(new Identity("telegram", "7"), "7", "424242:1", new ButtonPressed("x", "9", "q1"), null);

    private static async Task<IReadOnlyCollection<string>> ExpectAsync(int code, string description, DeliveryOutcome outcome)
    {
        foreach (var editing in new[] { false, true })
        {
            await using var bot = await TestBot.StartAsync();
            bot.Telegram.ThenError(editing ? "editMessageText" : "sendMessage", code, description);

            var delivery = await bot.Platform.ShowAsync("7", Menu, editing ? "9" : null, default);

            Assert.That(delivery.Outcome, Is.EqualTo(outcome));
            Assert.That(delivery.Reason, Does.Contain(description));
            if (editing)
            {
                return bot.Logs.Lines;
            }
        }

        return [];
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
