using System.Globalization;

namespace Marketplace.Kernel.Tests;

internal sealed class AssetTests
{
    [TestCase("0", 0)]
    [TestCase("1", 1_000_000)]
    [TestCase("1.5", 1_500_000)]
    [TestCase("1,5", 1_500_000)]
    [TestCase("0.000001", 1)]
    [TestCase("0,000001", 1)]
    [TestCase("0.000000", 0)]
    [TestCase("007.10", 7_100_000)]
    [TestCase("  2.25\t", 2_250_000)]
    [TestCase("100000000000", 100_000_000_000_000_000)]
    [TestCase("100000000000.000000", 100_000_000_000_000_000)]
    [TestCase("00000000000000000000000000000000000000000000000000001", 1_000_000)]
    public void Reads_what_a_person_types(string text, long sun) =>
        Assert.That(Asset.Trx.Parse(text).Require(), Is.EqualTo(sun));

    [TestCase("1 000", 1_000_000_000)]
    [TestCase("1\u2009000", 1_000_000_000, Description = "thin space")]
    [TestCase("1\u202f000", 1_000_000_000, Description = "narrow no-break space")]
    [TestCase("1\u00a0000", 1_000_000_000, Description = "no-break space")]
    [TestCase("1'000", 1_000_000_000)]
    [TestCase("1\u2019000.25", 1_000_250_000)]
    [TestCase("1,000.5", 1_000_500_000)]
    [TestCase("1,000.500", 1_000_500_000)]
    [TestCase("1.000,50", 1_000_500_000)]
    [TestCase("1 000,5", 1_000_500_000)]
    [TestCase("1 000,500", 1_000_500_000)]
    [TestCase("1,000,000", 1_000_000_000_000)]
    [TestCase("1000,000", 1_000_000_000)]
    [TestCase("0,500", 500_000)]
    [TestCase("01,234", 1_234_000)]
    [TestCase("1.5 TRX", 1_500_000)]
    [TestCase("trx1.5", 1_500_000)]
    [TestCase("\u20681.5\u00a0TRX\u2069", 1_500_000)]
    [TestCase("\u200e1", 1_000_000, Description = "left-to-right mark")]
    public void Reads_groups_units_and_what_a_chat_adds(string text, long sun) => Assert.That(Asset.Trx.Parse(text).Require(), Is.EqualTo(sun));

    [TestCase("1,000", 1_000_000, 1_000_000_000)]
    [TestCase("1.000", 1_000_000, 1_000_000_000)]
    [TestCase("100,000 TRX", 100_000_000, 100_000_000_000)]
    [TestCase("12.345", 12_345_000, 12_345_000_000)]
    public void Two_readings_are_both_told_and_none_is_taken(string text, long small, long large) => Assert.That(
        Asset.Trx.Parse(text).Error,
        Is.EqualTo(MoneyErrors.Ambiguous.With("asset", "TRX").With("decimals", 6).With("small", small).With("large", large)));

    [Test]
    public void A_reading_that_can_not_be_is_none() => Assert.Multiple(() =>
    {
        Assert.That(new Asset("USD", 2, long.MaxValue).Parse("1,234").Require(), Is.EqualTo(123_400));
        Assert.That((Asset.Trx with { Supply = 500_000_000 }).Parse("1,234").Require(), Is.EqualTo(1_234_000));
    });

    [TestCase("-1", "money.negative")]
    [TestCase("\u22121", "money.negative")]
    [TestCase("1e3", "money.exponent")]
    [TestCase("1.5E+3", "money.exponent")]
    [TestCase("$1", "money.other_currency")]
    [TestCase("1 \u20ac", "money.other_currency")]
    [TestCase("1.5.5", "money.odd_groups")]
    [TestCase("1..5", "money.odd_groups")]
    [TestCase("1,00,000", "money.odd_groups")]
    [TestCase("10 00", "money.odd_groups")]
    [TestCase("0 500", "money.odd_groups")]
    [TestCase("1,000.500,25", "money.odd_groups")]
    public void Names_the_fault(string text, string code) => Assert.That(Asset.Trx.Parse(text).Error?.Code, Is.EqualTo(code));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("   ")]
    [TestCase(".")]
    [TestCase(",")]
    [TestCase(".5")]
    [TestCase("5.")]
    [TestCase("5,")]
    [TestCase("+1")]
    [TestCase("0x10")]
    [TestCase("1_000")]
    [TestCase("1\u200b0", Description = "zero-width space")]
    [TestCase("\u0661\u0662", Description = "Arabic-Indic digits")]
    [TestCase("\uff11", Description = "full-width digit")]
    [TestCase("\u0967", Description = "Devanagari digit")]
    [TestCase("\u00bd", Description = "one half")]
    [TestCase("1\u066b5", Description = "Arabic decimal separator")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("\u221e")]
    [TestCase("TRX")]
    [TestCase("1\0")]
    [TestCase("💰")]
    public void Refuses_what_is_no_amount(string? text) =>
        Assert.That(Asset.Trx.Parse(text).Error, Is.EqualTo(MoneyErrors.NotANumber));

    [TestCase("0.0000001")]
    [TestCase("1.0000000")]
    [TestCase("1,1234567")]
    public void Refuses_more_decimals_than_the_asset_has_rather_than_round(string text) =>
        Assert.That(Asset.Trx.Parse(text).Error, Is.EqualTo(MoneyErrors.TooManyDecimals.With("decimals", 6)));

    [TestCase("100000000000.000001")]
    [TestCase("100000000001")]
    [TestCase("9223372036854.775808", Description = "long.MaxValue + 1 sun is below the supply's limit in digits, above it in value")]
    [TestCase("9223372036854775808")]
    [TestCase("99999999999999999999999999999999999999999999999999999999999999999999")]
    public void Refuses_more_than_was_ever_issued(string text)
    {
        var small = Asset.Trx with { Supply = 1_000_000_000_000_000 };

        Assert.That(small.Parse(text).Error, Is.EqualTo(MoneyErrors.AboveSupply.With("asset", "TRX")));
    }

    [Test]
    public void An_input_of_a_million_digits_is_refused_like_any_other() =>
        Assert.That(Asset.Trx.Parse(new string('9', 1_000_000)).Error?.Code, Is.EqualTo("money.above_supply"));

    [Test]
    public void An_asset_without_decimals_takes_whole_numbers_only()
    {
        var points = new Asset("PTS", 0, 1_000);

        Assert.That(points.Parse("12").Require(), Is.EqualTo(12));
        Assert.That(points.Parse("12.0").Error?.Code, Is.EqualTo("money.too_many_decimals"));
        Assert.That(points.Format(12), Is.EqualTo("12"));
    }

    [TestCase(0, "0")]
    [TestCase(1, "0.000001")]
    [TestCase(-1, "-0.000001")]
    [TestCase(1_500_000, "1.5")]
    [TestCase(-2_000_000, "-2")]
    [TestCase(1_234_567_891_234, "1234567.891234")]
    [TestCase(long.MaxValue, "9223372036854.775807")]
    [TestCase(long.MinValue, "-9223372036854.775808")]
    public void Writes_as_many_decimals_as_needed(long sun, string text) => Assert.That(Asset.Trx.Format(sun), Is.EqualTo(text));

    [Test]
    public void Writes_as_the_reader_s_culture_does()
    {
        Assert.That(Asset.Trx.Format(1_234_567_500_000, CultureInfo.GetCultureInfo("en-US")), Is.EqualTo("1,234,567.5"));
        Assert.That(Asset.Trx.Format(1_234_567_500_000, CultureInfo.GetCultureInfo("de-DE")), Is.EqualTo("1.234.567,5"));
    }

    [Test]
    public void What_is_written_is_read_back_the_same()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 20_000; round++)
        {
            var sun = random.NextInt64(Asset.Trx.Supply + 1) >> random.Next(57);
            Assert.That(Asset.Trx.Parse(Asset.Trx.Unmistakable(sun)).Require(), Is.EqualTo(sun));
        }
    }
}
