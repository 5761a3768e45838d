using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Tron.Payments;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Host.Settings;

/// <summary>The process that holds the keys.</summary>
/// <param name="Url">Where it listens: HTTP on the loopback, or a Unix domain socket.</param>
/// <param name="Token">The word it shares with the marketplace.</param>
/// <param name="ColdAddress">Where coins may always go.</param>
/// <param name="Keys">Vault and limits.</param>
internal sealed record SignerSettings(string Url, string Token, string? ColdAddress, KeySettings Keys)
{
    private const string SocketScheme = "unix:";
    private const string DefaultUrl = "http://127.0.0.1:5090";

    /// <summary>The socket's path, or null where it listens on the loopback.</summary>
    public string? SocketPath => Url.StartsWith(SocketScheme, StringComparison.Ordinal) ? Url[SocketScheme.Length..] : null;

    public static SignerSettings Read(IConfiguration configuration)
    {
        var keys = KeySettings.Read(configuration, HostRole.Signer);
        if (keys.Signing.DailyLimit is null)
        {
            throw Refused("Signer__DailyLimit is not set; it is the most TRX that may leave the hot wallet in any 24 hours, whoever asks.");
        }

        var token = configuration["Signer:TokenFile"];
        if (string.IsNullOrWhiteSpace(token))
        {
            throw Refused("Signer__TokenFile is not set; make one with: Marketplace.Host keys token signer.token, and give the marketplace a copy as Tron__SignerToken.");
        }

        return new SignerSettings(ReadUrl(configuration["Signer:Url"]), token, NullIfEmpty(configuration["Tron:ColdAddress"]), keys);
    }

    /// <summary>What a process with keys signs. One that talks to people as well keeps limits only where they are set.</summary>
    public static TronSigningOptions ReadLimits(IConfiguration configuration, HostRole role, string vault)
    {
        var options = new TronSigningOptions
        {
            MaximumPayment = ReadAmount(configuration, "Signer:MaximumPayment"),
            HourlyLimit = ReadAmount(configuration, "Signer:HourlyLimit"),
            DailyLimit = ReadAmount(configuration, "Signer:DailyLimit"),
            Journal = NullIfEmpty(configuration["Signer:Journal"]),
        };
        if (role == HostRole.Signer || options is not { MaximumPayment: null, HourlyLimit: null, DailyLimit: null })
        {
            options.Journal ??= $"{vault}.journal";
        }

        if (configuration["Signer:RebuildMargin"] is { Length: > 0 } text)
        {
            options.RebuildMargin = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var margin) && margin >= TimeSpan.Zero && margin <= TimeSpan.FromHours(1)
                ? margin
                : throw Refused($"Signer__RebuildMargin '{text}' is not a time up to one hour; for example: 00:01:00");
        }

        return options;
    }

    private static Sun? ReadAmount(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } text)
        {
            return null;
        }

        var amount = Sun.Parse(text);
        return amount.Succeeded && amount.Value > Sun.Zero
            ? amount.Value
            : throw Refused($"{setting.Replace(":", "__", StringComparison.Ordinal)} '{text}' is no amount of TRX above 0.");
    }

    private static string ReadUrl(string? text)
    {
        var url = string.IsNullOrWhiteSpace(text) ? DefaultUrl : text;
        var fits = url.StartsWith(SocketScheme, StringComparison.Ordinal)
            ? Path.IsPathFullyQualified(url[SocketScheme.Length..])
            : Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "http", IsLoopback: true, PathAndQuery: "/" };
        return fits
            ? url
            : throw Refused($"Signer__Url '{url}' is neither http on the loopback ({DefaultUrl}) nor a socket (unix:/run/marketplace/signer.sock).");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Configuration, sentence);
}
