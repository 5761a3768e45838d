using Marketplace.Frontends.Telegram.Sending;

namespace Marketplace.Frontends.Telegram.Tests;

public class BulkLaneTests
{
    private static readonly Screen News = new(new RichText([new TextSpan("News")]), []);

    [Test]
    public async Task Notifications_to_different_people_leave_thirty_a_second()
    {
        await using var bot = await TestBot.StartAsync();
        var lane = bot.Create<BulkLane>();
        var entered = Enumerable.Range(0, 61).Select(chat => lane.EnterAsync($"{chat}", default)).ToArray();

        Assert.That(await CountAfterAsync(bot, entered, TimeSpan.Zero), Is.EqualTo(1));
        Assert.That(await CountAfterAsync(bot, entered, TimeSpan.FromSeconds(1)), Is.EqualTo(30).Or.EqualTo(31));
        Assert.That(await CountAfterAsync(bot, entered, TimeSpan.FromSeconds(1.1)), Is.EqualTo(61));
    }

    [Test]
    public async Task Notifications_to_one_chat_leave_one_a_second_and_hold_up_nobody_else()
    {
        await using var bot = await TestBot.StartAsync();
        var lane = bot.Create<BulkLane>();
        var same = Enumerable.Range(0, 3).Select(_ => lane.EnterAsync("7", default)).ToArray();
        var other = lane.EnterAsync("8", default);

        Assert.That(await CountAfterAsync(bot, same, TimeSpan.FromSeconds(0.2)), Is.EqualTo(1));
        await other;
        Assert.That(await CountAfterAsync(bot, same, TimeSpan.FromSeconds(1)), Is.EqualTo(2));
        Assert.That(await CountAfterAsync(bot, same, TimeSpan.FromSeconds(1)), Is.EqualTo(3));
    }

    [Test]
    public async Task A_chat_that_Telegram_slowed_down_waits_and_answers_to_it_do_not()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenError("sendMessage", 429, "Too Many Requests: retry after 30", """{"retry_after":30}""");
        Assert.That((await bot.Port.NotifyAsync("7", News, default)).Outcome, Is.EqualTo(DeliveryOutcome.TryLater));

        var again = bot.Port.NotifyAsync("7", News, default);
        var answer = await bot.Port.ShowAsync("7", News, null, default);
        bot.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.That((answer.Outcome, again.IsCompleted), Is.EqualTo((DeliveryOutcome.Delivered, false)));

        bot.Clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.That((await again).Outcome, Is.EqualTo(DeliveryOutcome.Delivered));
    }

    private static async Task<int> CountAfterAsync(TestBot bot, Task[] tasks, TimeSpan time)
    {
        bot.Clock.Advance(time);
        // A continuation may still be on its way to the pool.
        var settled = Task.WhenAll(tasks.Where(task => task.IsCompleted));
        await settled;
        return tasks.Count(task => task.IsCompleted);
    }
}
