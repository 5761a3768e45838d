using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;

namespace Marketplace.Frontends.Tests;

/// <summary>Amounts as people type them: read as they were meant, or asked about.</summary>
internal sealed class AmountAnswersTests
{
    private static IEnumerable<string> Languages => Language.All.Select(language => language.Code);

    [TestCaseSource(nameof(Languages))]
    public void What_is_printed_is_read_back_or_asked_about_and_never_read_as_something_else(string code)
    {
        var language = Language.Find(code)!;
        var amounts = from digits in Gen.Choose(0, 17)
                      from some in Gen.Choose(0, int.MaxValue)
                      from more in Gen.Choose(0, int.MaxValue)
                      from round in Gen.Choose(0, 12)
                      from decimals in Gen.Choose(0, 18)
                      let units = (some * (long)int.MaxValue + more) % Power(digits) / Power(round) * Power(round)
                      select (units, decimals);
        Prop.ForAll(amounts.ToArbitrary(), amount =>
        {
            var asset = new Asset("USDT", amount.decimals, long.MaxValue);
            var printed = language.Money(new Coins(amount.units, asset));
            foreach (var text in new[] { printed, $"\u2068{printed}\u2069", printed.Replace('\u202f', ' ').Replace('\u00a0', ' '), printed.Replace("USDT", string.Empty, StringComparison.Ordinal) })
            {
                var read = asset.Parse(text);
                var meant = read.Succeeded ? [read.Value]
                    : read.Error.Code == MoneyErrors.Ambiguous.Code ? new[] { Argument(read.Error, "small"), Argument(read.Error, "large") } : [];
                Assert.That(meant, Does.Contain(amount.units), $"{text}: {read.Error}");
            }

            Assert.That(asset.Parse(asset.Unmistakable(amount.units)).Require(), Is.EqualTo(amount.units));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [TestCase("en", "1,234.5\u00a0TRX")]
    [TestCase("fr", "1\u202f234,5\u00a0TRX")]
    public void No_line_ends_inside_an_amount(string language, string printed) =>
        Assert.That(Language.Find(language)!.Money(new Sun(1_234_500_000)), Is.EqualTo(printed));

    [TestCase("en", "1,000", "1 TRX", "1,000 TRX")]
    [TestCase("en", "1.000", "1 TRX", "1,000 TRX")]
    [TestCase("fr", "1.000", "1 TRX", "1 000 TRX")]
    [TestCase("fr", "1,000", "1 TRX", "1 000 TRX")]
    public async Task An_amount_with_two_readings_is_asked_about_as_two_buttons(string language, string typed, string small, string large)
    {
        foreach (var pick in new[] { small, large })
        {
            await using var world = await World.StartAsync();
            var ada = await AtRewardAsync(world, language);
            await ada.Types(typed);
            Assert.That(Row(ada), Is.EqualTo(new[] { small, large }));
            await ada.Presses(pick);
            Assert.That(ada.Sees.Text, Does.Contain(pick));
        }
    }

    [Test]
    public async Task A_reading_pressed_twice_does_not_answer_the_next_question()
    {
        await using var world = await World.StartAsync();
        var ada = await AtRewardAsync(world, "en");
        await ada.Types("1,000");
        var press = ada.Pressing("1,000 TRX");
        var again = ada.Pressing("1,000 TRX");
        await world.StoreAndSettleAsync(press, again);
        Assert.That(ada.Sees.Text, Does.Contain("4 of 4"));
    }

    [TestCase("$2", "currency sign")]
    [TestCase("1e3", "Write the number out")]
    [TestCase("-1", "below zero")]
    [TestCase("1,5,5", "decimals")]
    [TestCase("1.1234567", "the maximum is 6")]
    [TestCase("999999999999999", "in the world")]
    [TestCase("two", "isn’t an amount")]
    public async Task A_refusal_names_the_fault_and_says_what_to_send(string typed, string fault)
    {
        await using var world = await World.StartAsync();
        var ada = await AtRewardAsync(world, "en");
        await ada.Types(typed);
        Assert.That(ada.Sees.Text, Does.Contain(fault).And.Contain("3 of 4"));
    }

    [TestCase("1.5 TRX")]
    [TestCase("trx 1,5")]
    [TestCase("\u20681.5 TRX\u2069")]
    public async Task The_unit_may_stand_there(string typed)
    {
        await using var world = await World.StartAsync();
        var ada = await AtRewardAsync(world, "en");
        await ada.Types(typed);
        Assert.That(ada.Sees.Text, Does.Contain("4 of 4"));
    }

    [TestCase("All")]
    [TestCase("MAX")]
    [TestCase("everything.")]
    [TestCase("2.5")]
    public async Task All_there_is_may_be_said_in_a_word(string typed)
    {
        await using var world = await World.StartAsync();
        var bob = await EarnedAsync(world);
        await bob.Presses("Move to advertising");
        await bob.Types(typed);
        Assert.That(bob.Sees.Text, Does.Contain(typed == "2.5" ? "2.5 TRX" : "8.5 TRX"));
    }

    private static async Task<Person> AtRewardAsync(World world, string language)
    {
        var ada = world.Person("ada", language);
        await ada.Types("/create_campaign");
        await ada.Types("A title");
        await ada.Types("@lucky_bot");
        return ada;
    }

    private static async Task<Person> EarnedAsync(World world)
    {
        var (ada, bob) = (world.Person("ada"), world.Person("bob"));
        await ada.Types("/start");
        await bob.Types("/start");
        await world.DepositAsync("bob", new Sun(8_500_000), Marketplace.Wallets.DepositTarget.Earn);
        await bob.Types("/balance");
        return bob;
    }

    private static IEnumerable<string> Row(Person person) => person.Sees.Buttons.Take(person.Sees.Screen.Buttons[0].Count).Select(button => button.Label);

    private static long Argument(Error error, string name) => long.Parse(error.Arguments[name], CultureInfo.InvariantCulture);

    private static long Power(int exponent)
    {
        var power = 1L;
        for (var times = 0; times < exponent; times++)
        {
            power *= 10;
        }

        return power;
    }
}
