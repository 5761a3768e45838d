namespace Marketplace.Tron.Payments.Tests.Keys;

/// <summary>50 TRX for one payment, 100 in an hour, 300 in a day; one live transaction for each reference.</summary>
internal sealed class SigningLimitsTests : SignerTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public void One_payment_is_not_more_than_the_maximum()
    {
        Assert.That(Reason(Sign("a", Payment(51))), Is.EqualTo("maximum_payment"));
        Assert.That(Sign("a", Payment(50)).Succeeded);
    }

    [Test]
    public void An_hour_is_any_hour()
    {
        Assert.That(Sign("a", Payment(50)).Succeeded);
        Clock.Advance(30 * Minute);
        Assert.That(Sign("b", Payment(50)).Succeeded);
        Assert.That(Reason(Sign("c", Payment(1))), Is.EqualTo("hourly_limit"));
        Clock.Advance(30 * Minute);
        Assert.That(Sign("c", Payment(50)).Succeeded, "What was signed an hour ago is free again.");
        Assert.That(Reason(Sign("d", Payment(1))), Is.EqualTo("hourly_limit"));
    }

    [Test]
    public void A_day_is_any_24_hours_and_a_restart_forgets_nothing()
    {
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.That(Sign($"{hour}:1", Payment(50)).Succeeded);
            Assert.That(Sign($"{hour}:2", Payment(50)).Succeeded);
            Restart();
            Assert.That(Reason(Sign($"{hour}:3", Payment(1))), Is.EqualTo("hourly_limit"));
            Clock.Advance(60 * Minute);
        }

        Assert.That(Reason(Sign("more", Payment(1))), Is.EqualTo("daily_limit"));
        Clock.Advance(20 * 60 * Minute);
        Restart();
        Assert.That(Reason(Sign("more", Payment(1))), Is.EqualTo("daily_limit"));
        Clock.Advance(60 * Minute);
        Assert.That(Sign("more", Payment(50)).Succeeded);
    }

    [Test]
    public void The_same_bytes_again_have_the_same_signature_and_count_once()
    {
        var payment = Payment(50);
        var first = Sign("a", payment).Require();
        Restart();
        for (var again = 0; again < 5; again++)
        {
            Assert.That(Sign("a", payment).Require(), Is.EqualTo(first));
        }

        Assert.That(Sign("b", Payment(50)).Succeeded);
        Assert.That(ReadJournal(), Has.Length.EqualTo(2));
    }

    [Test]
    public void The_same_bytes_for_another_purpose_count_again()
    {
        var payment = Payment(50);
        Assert.That(Sign("a", payment).Succeeded);
        Assert.That(Sign("b", payment).Succeeded);
        Assert.That(Reason(Sign("c", payment)), Is.EqualTo("hourly_limit"));
    }

    [Test]
    public void A_second_transaction_for_a_reference_waits_until_the_first_is_dead()
    {
        var first = Payment(50);
        Assert.That(Sign("a", first).Succeeded);
        Restart();
        // 90 s of life and a minute for clocks and forks.
        Clock.Advance(TimeSpan.FromSeconds(149));
        Assert.That(Reason(Sign("a", Payment(50))), Is.EqualTo("earlier_may_live"));
        Assert.That(Reason(Sign("a", Payment(1, to: Cold))), Is.EqualTo("earlier_may_live"), "Also where no limit counts it.");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = Payment(50);
        Assert.That(Sign("a", second).Succeeded);
        Assert.That(Reason(Sign("a", first)), Is.EqualTo("expired"));
        Assert.That(Reason(Sign("a", Payment(50))), Is.EqualTo("earlier_may_live"));
    }

    [Test]
    public void What_is_signed_anew_counts_again_because_the_first_may_have_been_paid()
    {
        Assert.That(Sign("a", Payment(50)).Succeeded);
        Clock.Advance(3 * Minute);
        Assert.That(Sign("a", Payment(40)).Succeeded);
        Restart();
        Assert.That(Reason(Sign("b", Payment(11))), Is.EqualTo("hourly_limit"));
        Clock.Advance(3 * Minute);
        Assert.That(Reason(Sign("a", Payment(11))), Is.EqualTo("hourly_limit"), "Nobody drains the wallet by one reference.");
        Assert.That(Sign("b", Payment(10)).Succeeded);
    }

    [Test]
    public void A_clock_set_back_frees_nothing()
    {
        Assert.That(Sign("a", Payment(50)).Succeeded);
        Assert.That(Sign("b", Payment(50)).Succeeded);
        Clock.Set(Clock.GetUtcNow().AddHours(-5));
        Restart();

        Assert.That(Reason(Sign("c", Payment(1))), Is.EqualTo("hourly_limit"));
    }

    [Test]
    public void Nobody_overtakes_a_limit_by_asking_at_the_same_time()
    {
        var signed = Enumerable.Range(0, 40).AsParallel().WithDegreeOfParallelism(8).Select(at => Sign($"r{at}", Payment(10)).Succeeded).Count(succeeded => succeeded);

        Assert.That(signed, Is.EqualTo(10));
        Assert.That(ReadJournal(), Has.Length.EqualTo(10));
    }
}
