using System.ComponentModel;
using System.Globalization;
using Marketplace.Kernel;

namespace Marketplace.Host.Settings;

/// <summary>Lets settings be written as people say them: amounts in TRX (<c>1.5</c>), shares in per cent (<c>12.5</c> or <c>12.5 %</c>).</summary>
internal static class SettingConverters
{
    /// <summary>The configuration binder finds a type's converter by its description; told twice is told once.</summary>
    public static void Install()
    {
        TypeDescriptor.AddAttributes(typeof(Sun), new TypeConverterAttribute(typeof(SunConverter)));
        TypeDescriptor.AddAttributes(typeof(Rate), new TypeConverterAttribute(typeof(RateConverter)));
    }

    private sealed class SunConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
        {
            var amount = Sun.Parse(value as string);
            return amount.Succeeded ? amount.Value : throw new FormatException($"'{value}' is no amount of TRX{(amount.Error.Code == MoneyErrors.Ambiguous.Code ? ", or two: write 1000, or 1.0" : string.Empty)}.");
        }
    }

    private sealed class RateConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
        {
            var text = ((value as string) ?? string.Empty).TrimEnd('%', ' ');
            var isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent);
            return isNumber && percent <= 100 && percent * 10_000 == decimal.Truncate(percent * 10_000)
                ? new Rate((int)(percent * 10_000))
                : throw new FormatException($"'{value}' is no share between 0 and 100 %.");
        }
    }
}
