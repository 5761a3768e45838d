using System.Text.RegularExpressions;
using Marketplace.Persistence.Leases;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram;

/// <summary>One sentence per wrong setting; the token itself is in none of them.</summary>
internal sealed partial class TelegramOptionsValidator : IValidateOptions<TelegramOptions>
{
    /// <summary>What getUpdates clamps its timeout to.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(50);

    public ValidateOptionsResult Validate(string? name, TelegramOptions options)
    {
        var failures = Failures(options).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(TelegramOptions options)
    {
        foreach (var failure in options.HasOwnClient ? [] : AddressFailures(options))
        {
            yield return failure;
        }

        if (options.PollTimeout < TimeSpan.Zero || options.PollTimeout > LongestPoll)
        {
            yield return "Telegram: PollTimeout must be between 0 and 50 seconds.";
        }

        if (options.RequestTimeout <= TimeSpan.Zero || options.PollLease <= TimeSpan.Zero || options.PollLease > Lease.Longest)
        {
            yield return "Telegram: RequestTimeout must be positive, PollLease too, and at most a minute.";
        }

        if (options.BulkPerSecond < 1 || options.BulkPauseInChat < TimeSpan.Zero)
        {
            yield return "Telegram: BulkPerSecond must be at least 1 and BulkPauseInChat not negative.";
        }
    }

    private static IEnumerable<string> AddressFailures(TelegramOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Token))
        {
            yield return "Telegram: Token is missing; get one from @BotFather.";
        }
        else if (!TokenShape().IsMatch(options.Token))
        {
            yield return "Telegram: Token does not look like one of @BotFather's (digits, a colon, and at least 20 letters).";
        }

        if (!Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0)
        {
            yield return $"Telegram: BaseUrl '{options.BaseUrl}' is not an http or https address.";
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            yield return $"Telegram: BaseUrl '{options.BaseUrl}' would send the token over an open line; only a loopback address may be http.";
        }
    }

    [GeneratedRegex(@"\A[0-9]{1,16}:[A-Za-z0-9_-]{20,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenShape();
}
