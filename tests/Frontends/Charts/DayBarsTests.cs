using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace Marketplace.Frontends.Charts.Tests;

/// <summary>A picture of days, as the person who gets it sees it.</summary>
internal sealed class DayBarsTests
{
    private static readonly SKColor Blue = SKColor.Parse("#0072B2");

    private static IEnumerable<CultureInfo> Cultures => ((string[])["en-GB", "fr-FR"]).Select(CultureInfo.GetCultureInfo);

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(30)]
    public async Task It_has_the_size_of_a_phone_s_screen_and_a_bar_for_each_day(int days)
    {
        using var services = new ServiceCollection().AddLogging().AddMarketplaceCharts().BuildServiceProvider();
        var png = await services.GetRequiredService<IChartPainter>().PaintAsync(Chart(days, day => day + 1), CancellationToken.None);

        using var picture = SKBitmap.Decode(png!.Value.Span);
        Assert.That((picture.Width, picture.Height), Is.EqualTo((1080, 720)));
        Assert.That(Heights(picture), Has.Count.EqualTo(days));
    }

    /// <summary>The bars of 3, 6 and 0: twice as high, and nothing at all.</summary>
    [Test]
    public void A_bar_is_as_high_as_its_number()
    {
        var heights = Heights(DayBars.Draw(Chart(3, day => day switch { 0 => 3, 1 => 6, _ => 0 })));

        Assert.That(heights, Has.Count.EqualTo(2));
        Assert.That(heights[1], Is.EqualTo(2 * heights[0]).Within(2));
    }

    [Test]
    public void The_same_days_make_the_same_bytes() =>
        Assert.That(DayBars.Draw(Chart(30, day => day * 37 % 11)), Is.EqualTo(DayBars.Draw(Chart(30, day => day * 37 % 11))));

    [Test]
    public void Days_without_anybody_and_days_with_very_many_are_drawn() => Assert.Multiple(() =>
    {
        Assert.That(DayBars.Draw(Chart(2, _ => 0)), Is.Not.Empty);
        Assert.That(DayBars.Draw(Chart(2, _ => 1_000_000_000_000)), Is.Not.Empty);
    });

    /// <summary>No letter becomes a box: not of the texts, not of any date, not of the numbers and what stands between their groups.</summary>
    [Test]
    public void The_font_has_every_letter_of_both_languages([ValueSource(nameof(Cultures))] CultureInfo culture)
    {
        using var texts = JsonDocument.Parse(typeof(IChartPainter).Assembly.GetManifestResourceStream(
            typeof(IChartPainter).Assembly.GetManifestResourceNames().Single(name => name.EndsWith($"Campaigns.Texts.{culture.TwoLetterISOLanguageName}.json", StringComparison.Ordinal)))!);
        var words = texts.RootElement.EnumerateObject().Where(text => text.Name is "campaigns.days.title" or "campaigns.days.axis" or "campaigns.days.people").Select(text => text.Value.GetString()).ToList();
        var dates = Enumerable.Range(0, 366).Select(day => new DateOnly(2028, 1, 1).AddDays(day).ToString("d MMM", culture));
        var letters = string.Concat([.. words, .. dates, 1_234_567_890.ToString("N0", culture)]).EnumerateRunes().Distinct().ToList();

        Assert.That(words, Has.Count.EqualTo(3));
        Assert.That(letters.Where(letter => ChartFont.Typeface.GetGlyph(letter.Value) == 0), Is.Empty);
    }

    /// <summary>Where nothing is installed there is nothing to fall back on, so nothing is asked of it.</summary>
    [Test]
    public void The_font_comes_with_the_assembly() => Assert.Multiple(() =>
    {
        Assert.That(ChartFont.Typeface.FamilyName, Is.EqualTo("Liberation Sans"));
        Assert.That(ScottPlot.Fonts.GetTypeface(ChartFont.Name, bold: false, italic: false), Is.SameAs(ChartFont.Typeface));
    });

    [Test]
    public async Task Many_who_ask_at_once_get_each_their_own()
    {
        using var painter = new ChartPainter(NullLogger<ChartPainter>.Instance);
        var pictures = await Task.WhenAll(Enumerable.Range(1, 8).Select(days => Task.Run(() => painter.PaintAsync(Chart(days, _ => 1), CancellationToken.None))));

        Assert.That(pictures.Select(png => Heights(png!.Value).Count), Is.EqualTo(Enumerable.Range(1, 8)));
    }

    [Test]
    public void A_machine_without_the_library_is_told_from_a_fault() => Assert.Multiple(() =>
    {
        Assert.That(ChartPainter.IsOfTheMachine(new TypeInitializationException("SkiaSharp.SKObject", new DllNotFoundException("libSkiaSharp"))));
        Assert.That(ChartPainter.IsOfTheMachine(new TypeInitializationException("Ours", new InvalidOperationException())), Is.False);
        Assert.That(ChartPainter.IsOfTheMachine(new ArgumentException("A chart of no day")), Is.False);
    });

    private static DayChart Chart(int days, Func<int, long> count) => new(
        "Nouvelles personnes par jour",
        "Jour (UTC)",
        "Personnes",
        [.. Enumerable.Range(0, days).Select(day => new DayCount(new DateOnly(2026, 9, 1).AddDays(day), count(day)))],
        CultureInfo.GetCultureInfo("fr-FR"));

    private static IReadOnlyList<int> Heights(ReadOnlyMemory<byte> png)
    {
        using var picture = SKBitmap.Decode(png.Span);
        return Heights(picture);
    }

    /// <summary>The height of each bar, from the left, as the lowest row of pixels that has one crosses them.</summary>
    private static IReadOnlyList<int> Heights(SKBitmap picture)
    {
        var (pixels, width) = (picture.Pixels, picture.Width);
        var lowest = Array.LastIndexOf(pixels, Blue) / width;
        return
        [
            .. Enumerable.Range(1, width - 1)
                .Where(x => IsBlue(x, lowest) && !IsBlue(x - 1, lowest))
                .Select(x => Enumerable.Range(0, picture.Height).Count(y => IsBlue(x + 2, y))),
        ];

        bool IsBlue(int x, int y) => pixels[(y * width) + x] == Blue;
    }
}
