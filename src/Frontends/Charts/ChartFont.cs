using ScottPlot;
using SkiaSharp;

namespace Marketplace.Frontends.Charts;

/// <summary>The font of all charts, out of this assembly: a server may have none.</summary>
internal static class ChartFont
{
    /// <summary>No font of a system is called so: nobody else who draws in this process meets ours.</summary>
    private const string Family = "Marketplace chart";

    public static SKTypeface Typeface { get; } = Load();

    /// <summary>What the library knows it by, from the first look at this name on.</summary>
    public static string Name { get; } = Install();

    private static SKTypeface Load()
    {
        using var resource = typeof(ChartFont).Assembly.GetManifestResourceStream("LiberationSans-Regular.ttf");
        return SKTypeface.FromStream(resource);
    }

    private static string Install()
    {
        Fonts.FontResolvers.Insert(0, new Resolver());
        return Family;
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing width) => Of(fontName);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Of(fontName);

        private static SKTypeface? Of(string fontName) => fontName == Family ? Typeface : null;
    }
}
