using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>Invoices, Stars and gifts: what is paid is paid once, and what a bot has is what came in less what went out.</summary>
public sealed class PaymentTests
{
    private static readonly object[] Seven = [new { label = "L", amount = 7 }];

    private Sandbox _sandbox = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await Sandbox.StartAsync();
        await _sandbox.SayAsync(Sandbox.Bob, "/start");
        await _sandbox.UpdatesAsync(-1);
    }

    [TearDown]
    public ValueTask StopAsync() => _sandbox.DisposeAsync();

    [Test]
    public async Task An_invoice_is_paid_by_its_button_and_given_back_once()
    {
        var invoice = await _sandbox.ResultAsync("sendInvoice", new { chat_id = Sandbox.Bob, title = "T", description = "D", payload = "p", currency = "XTR", prices = Seven });
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/pay", new { bot = Sandbox.BotName, message_id = invoice["message_id"]!.GetValue<long>() });
        await AgreeAsync();
        var paid = (await LastAsync())["message"]!["successful_payment"]!;
        Assert.That((paid["total_amount"]!.GetValue<int>(), paid["invoice_payload"]!.GetValue<string>()), Is.EqualTo((7, "p")));
        Assert.That(await BalanceAsync(), Is.EqualTo(7));

        var refund = new { user_id = Sandbox.Bob, telegram_payment_charge_id = paid["telegram_payment_charge_id"]!.GetValue<string>() };
        await _sandbox.ResultAsync("refundStarPayment", refund);
        var again = await _sandbox.CallAsync("refundStarPayment", refund);
        Assert.That(again["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: CHARGE_ALREADY_REFUNDED"));
        Assert.That(await BalanceAsync(), Is.EqualTo(0));
        Assert.That((await LastAsync())["message"]!["refunded_payment"]!["total_amount"]!.GetValue<int>(), Is.EqualTo(7));
    }

    [Test]
    public async Task A_bot_that_declines_or_is_late_is_not_paid()
    {
        var link = await LinkAsync();
        await _sandbox.ActAsync($"people/{Sandbox.Bob}/pay", new { url = link });
        var query = (await LastAsync())["pre_checkout_query"]!["id"]!.GetValue<string>();
        await _sandbox.ResultAsync("answerPreCheckoutQuery", new { pre_checkout_query_id = query, ok = false, error_message = "Sold out" });
        var twice = await _sandbox.CallAsync("answerPreCheckoutQuery", new { pre_checkout_query_id = query, ok = true });
        Assert.That(twice["description"]!.GetValue<string>(), Does.Contain("query is too old"));

        await _sandbox.ActAsync($"people/{Sandbox.Bob}/pay", new { url = link });
        await _sandbox.ActAsync("clock/advance", new { seconds = 11 });
        var late = await _sandbox.CallAsync("answerPreCheckoutQuery", new { pre_checkout_query_id = (await LastAsync())["pre_checkout_query"]!["id"]!.GetValue<string>(), ok = true });
        Assert.That(late["description"]!.GetValue<string>(), Does.Contain("query is too old"));
        Assert.That(await BalanceAsync(), Is.EqualTo(0));
    }

    [Test]
    public async Task A_call_repeated_is_a_second_gift_and_what_is_limited_runs_out()
    {
        await _sandbox.ActAsync($"bots/{Sandbox.BotName}/stars", new { amount = 1_000 });
        var limited = (await _sandbox.ResultAsync("getAvailableGifts"))["gifts"]!.AsArray().Single(gift => gift!["total_count"] is not null)!;
        var gift = new { user_id = Sandbox.Bob, gift_id = limited["id"]!.GetValue<string>() };
        for (var i = limited["remaining_count"]!.GetValue<int>(); i > 0; i--)
        {
            await _sandbox.ResultAsync("sendGift", gift);
        }

        Assert.That((await _sandbox.CallAsync("sendGift", gift))["description"]!.GetValue<string>(), Is.EqualTo("Bad Request: STARGIFT_USAGE_LIMITED"));
        Assert.That(await BalanceAsync(), Is.EqualTo(1_000 - (limited["total_count"]!.GetValue<int>() * limited["star_count"]!.GetValue<int>())));
    }

    [Test]
    public async Task A_bot_that_leaves_the_server_is_let_in_again_after_ten_minutes()
    {
        await _sandbox.ResultAsync("logOut");
        Assert.That((await _sandbox.CallAsync("getMe"))["description"]!.GetValue<string>(), Is.EqualTo("Logged out"));
        await _sandbox.ActAsync("clock/advance", new { seconds = 600 });
        await _sandbox.ResultAsync("getMe");
    }

    private async Task AgreeAsync() =>
        await _sandbox.ResultAsync("answerPreCheckoutQuery", new { pre_checkout_query_id = (await LastAsync())["pre_checkout_query"]!["id"]!.GetValue<string>(), ok = true });

    private async Task<string> LinkAsync() =>
        (await _sandbox.ResultAsync("createInvoiceLink", new { title = "T", description = "D", payload = "p", currency = "XTR", prices = Seven })).GetValue<string>();

    private async Task<int> BalanceAsync() => (await _sandbox.ResultAsync("getMyStarBalance"))["amount"]!.GetValue<int>();

    private async Task<JsonNode> LastAsync() => (await _sandbox.UpdatesAsync(-1))[0]!;
}
