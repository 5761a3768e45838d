namespace Marketplace.Kernel.Tests;

internal sealed class SunTests
{
    private static readonly Sun Most = new(long.MaxValue);

    [Test]
    public void Arithmetic_throws_where_it_would_wrap()
    {
        Assert.That(() => Most + new Sun(1), Throws.InstanceOf<OverflowException>());
        Assert.That(() => new Sun(long.MinValue) - new Sun(1), Throws.InstanceOf<OverflowException>());
        Assert.That(() => -new Sun(long.MinValue), Throws.InstanceOf<OverflowException>());
        Assert.That(() => Most * 2, Throws.InstanceOf<OverflowException>());
        Assert.That(() => Sun.FromTrx(long.MaxValue), Throws.InstanceOf<OverflowException>());
    }

    [TestCase(100, 150_000, 15)]
    [TestCase(99, 150_000, 14, Description = "14.85")]
    [TestCase(6, 150_000, 0, Description = "0.9")]
    [TestCase(1, 999_999, 0)]
    [TestCase(1, 1_000_000, 1)]
    [TestCase(0, 1_000_000, 0)]
    [TestCase(1_500_000, 0, 0)]
    [TestCase(long.MaxValue, 1_000_000, long.MaxValue, Description = "the product does not fit 64 bits")]
    [TestCase(long.MaxValue, 500_000, long.MaxValue / 2)]
    public void A_share_is_floored_to_the_sun(long amount, int partsPerMillion, long share) =>
        Assert.That(new Sun(amount).Share(new Rate(partsPerMillion)), Is.EqualTo(new Sun(share)));

    [Test]
    public void Fee_and_reward_are_together_the_price_whatever_it_is()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 20_000; round++)
        {
            var price = new Sun(random.NextInt64(Asset.Trx.Supply) >> random.Next(57));
            var fee = price.Share(Rate.Percent(15));
            Assert.That(fee + (price - fee), Is.EqualTo(price));
            Assert.That(fee.Value, Is.LessThanOrEqualTo((decimal)price.Value * 15 / 100).And.GreaterThan(((decimal)price.Value * 15 / 100) - 1));
        }
    }

    [Test]
    public void A_share_that_does_not_fit_throws_rather_than_wraps() =>
        Assert.That(() => Most.Share(new Rate(2_000_000)), Throws.InstanceOf<OverflowException>());

    [Test]
    public void A_rate_says_what_it_is()
    {
        Assert.That(Rate.Percent(15).ToString(), Is.EqualTo("15 %"));
        Assert.That(new Rate(1_234).ToString(), Is.EqualTo("0.1234 %"));
        Assert.That(new Rate(1).ToString(), Is.EqualTo("0.0001 %"));
        Assert.That((Rate.Percent(0).IsValid, Rate.Percent(100).IsValid), Is.EqualTo((true, true)));
        Assert.That((new Rate(-1).IsValid, new Rate(1_000_001).IsValid), Is.EqualTo((false, false)));
    }

    [Test]
    public void Sun_is_compared_by_value()
    {
        Assert.That(new Sun(1) < new Sun(2) && new Sun(2) >= new Sun(2) && new Sun(3) > new Sun(2) && new Sun(2) <= new Sun(2));
        Assert.That(new[] { new Sun(3), new Sun(-1), new Sun(2) }.Order(), Is.EqualTo(new[] { new Sun(-1), new Sun(2), new Sun(3) }));
    }

    [Test]
    public void Parse_gives_sun_or_the_reason()
    {
        Assert.That(Sun.Parse("1.5").Require(), Is.EqualTo(new Sun(1_500_000)));
        Assert.That(Sun.Parse("1.5x").Error, Is.EqualTo(MoneyErrors.NotANumber));
    }
}
