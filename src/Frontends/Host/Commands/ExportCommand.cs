using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Commands;

/// <summary><c>ledger export</c>: an account's history as CSV, read and written a page at a time.</summary>
internal sealed class ExportCommand
{
    private const string EndOfLine = "\r\n";
    private readonly string[] settings;
    private readonly LedgerAccount account;
    private readonly string assetCode;
    private readonly DateTimeOffset? from;
    private readonly DateTimeOffset? to;

    /// <param name="code">The account.</param>
    /// <param name="line">The options.</param>
    /// <exception cref="StartRefusedException">An option makes no sense.</exception>
    public ExportCommand(string code, CommandLine line)
    {
        (settings, account, assetCode) = (line.Settings, new LedgerAccount(code), line["--asset"] ?? Asset.Trx.Code);
        (from, to) = (Instant(line, "--from"), Instant(line, "--to"));
        if (from >= to)
        {
            throw Refused("--from must be before --to.");
        }
    }

    public Task<int> RunAsync(TextWriter output, TextWriter errors) => CommandHost.RunAsync(settings, async services =>
    {
        await CommandHost.RequireNewestAsync(services);
        var assets = services.GetRequiredService<IOptions<LedgerOptions>>().Value.Assets;
        var asset = assets.FirstOrDefault(candidate => candidate.Code == assetCode)
            ?? throw Refused($"--asset {assetCode} is not one of {string.Join(", ", assets.Select(candidate => candidate.Code))}.");
        var lines = await WriteAsync(services.GetRequiredService<ISender>(), asset, output);
        await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{account}: {lines} entries in {asset.Code}."));
        return HostProgram.Success;
    });

    private async Task<long> WriteAsync(ISender sender, Asset asset, TextWriter output)
    {
        var balance = from is { } start ? await BalanceBeforeAsync(sender, start) : 0;
        var count = 0L;
        await WriteLineAsync(output, "row", "transfer", "posted_at", "kind", "reference", "asset", "amount_units", "amount", "balance_units", "balance");
        await WriteBalanceAsync(output, "opening", from, asset, balance);
        for (var after = 0L; ;)
        {
            var page = await sender.Send(new GetHistory(account, after, from, to, PageSize: 1_000, asset.Code));
            if (page.Count == 0)
            {
                break;
            }

            foreach (var entry in page)
            {
                balance = checked(balance + entry.Amount);
                await WriteLineAsync(
                    output, "entry", Number(entry.TransferId), Time(entry.PostedAt), CsvLine.Text(entry.Kind), CsvLine.Text(entry.Reference), asset.Code,
                    Number(entry.Amount), asset.Format(entry.Amount), Number(balance), asset.Format(balance));
            }

            (after, count) = (page[^1].Number, count + page.Count);
        }

        await WriteBalanceAsync(output, "closing", to, asset, balance);
        return count;
    }

    private async Task<long> BalanceBeforeAsync(ISender sender, DateTimeOffset instant) =>
        (await sender.Send(new GetBalanceAt([account], instant.AddTicks(-1), assetCode))).Single().Amount;

    private static Task WriteBalanceAsync(TextWriter output, string row, DateTimeOffset? at, Asset asset, long balance) =>
        WriteLineAsync(output, row, string.Empty, at is { } instant ? Time(instant) : string.Empty, string.Empty, string.Empty, asset.Code, string.Empty, string.Empty, Number(balance), asset.Format(balance));

    private static Task WriteLineAsync(TextWriter output, params ReadOnlySpan<string> fields) => output.WriteAsync(CsvLine.Of(fields) + EndOfLine);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(CommandLine line, string option)
    {
        if (line[option] is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw Refused($"{option} {text} is not a time; write 2026-11-20 or 2026-11-20T14:30:00Z (without a zone it is UTC).");
    }

    private static StartRefusedException Refused(string sentence) => new(StartRefusedException.Usage, sentence);
}
